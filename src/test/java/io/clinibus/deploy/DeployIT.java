package io.clinibus.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.ChildNode;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestPorts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clinic from nothing: the guide's commands, two nodes with the compose file's environment and a
 * third one with the guide's settings, over services that accept TLS and passwords only, behind the
 * HAProxy of the compose file.
 */
@Tag("cluster")
@Tag("slow")
class DeployIT {

  private static final int MOST_ATTEMPTS = 3;
  private static final Pattern INVITATION =
      Pattern.compile(
          "^ *https://clinic\\.example\\.org/invitation#token=(\\S+)$", Pattern.MULTILINE);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Installation installation;
  private Guide guide;
  private ComposeFile compose;
  private ServicesOverTls services;
  private int front;

  @BeforeEach
  void prepare() throws Exception {
    assumeThat(HaProxy.isInstalled()).as("HAProxy is installed (Debian package haproxy)").isTrue();
    front = TestPorts.one();
    installation = new Installation(folder);
    guide = Guide.section(Path.of("docs/operations.md"), "A clinic from nothing");
    compose =
        ComposeFile.with(
            Map.of(
                "POSTGRES_PASSWORD", Installation.PASSWORD,
                "REDIS_PASSWORD", Installation.PASSWORD,
                "CLUSTER_SECRET", Installation.CLUSTER_SECRET,
                "CREDENTIAL_KEY", Installation.CREDENTIAL_KEY,
                "RECORDS_KEY", Installation.RECORDS_KEY,
                "CLINIBUS_PUBLIC_URL", "http://localhost:" + front));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aClinicStartsFromNothingAndSurvivesTheLossOfANode() throws Exception {
    assertThat(guide.languages()).containsExactly("sql", "sh", "ini", "sh", "sh", "sh");
    installation.run(installation.replaced(guide.text(1)));
    Path secrets = Secrets.in(folder.resolve("secrets"), installation);
    services = open(new ServicesOverTls(compose, secrets, Installation.PASSWORD));
    installation.serve(services);
    services.sql(installation.replaced(guide.text(0)));
    Map<String, String> settings = settings(installation.replaced(guide.text(2)));
    String administrator = createAdministrator(settings);

    ChildNode first = running(() -> node(1, secrets));
    ChildNode second = running(() -> node(2, secrets));
    assertThat(second.lines()).noneMatch(line -> line.contains("has been already registered"));
    proxy();

    FirstDay clinic = FirstDay.begin(proxied(), administrator, services.mails());
    bookAndWatch(clinic);

    second.kill();
    Answer booked =
        await()
            .atMost(10, TimeUnit.SECONDS)
            .ignoreExceptions()
            .until(() -> clinic.book(proxied(), "11:00"), answer -> answer.status() == 201);
    for (int i = 0; i < 20; i++) {
      assertThat(clinic.patient().get("/api/auth/me").status()).isEqualTo(200);
    }

    // Nodes of one cluster have one public address.
    settings.put("CLINIBUS_PUBLIC_URL", proxied().toString());
    write(settings);
    running(() -> installation.start(installation.replaced(guide.text(4))));
    assertTheGuidesProxyServes();

    first.kill();
    String visits = "/api/appointments?doctorId=" + clinic.doctorId();
    RestClient desk = clinic.desk().signIn(installation.url(2));
    assertThat(desk.get(visits).body().at("/items")).hasSize(4);
    FirstDay.expect(
        200,
        clinic.patient().at(installation.url(2)).delete("/api/appointments/" + booked.text("/id")));
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> services.mails().isSignedIn()); // Only the guide's settings have a password.
  }

  /** Books on each node, while a page on the proxy sees both: one change is another node's. */
  private void bookAndWatch(FirstDay clinic) {
    String topic = "slots/" + clinic.doctorId() + "/" + FirstDay.DAY;
    try (LiveClient page = LiveClient.of(vertx, proxied(), clinic.patient().token())) {
      page.subscribe(topic).subscribe("me").awaitPage(topic);
      page.awaitPage("me");
      for (int node : List.of(1, 2)) {
        Answer booked =
            FirstDay.expect(201, clinic.book(installation.url(node), "0" + (7 + node) + ":00"));
        await()
            .atMost(10, TimeUnit.SECONDS)
            .until(() -> !page.page("me").item(booked.text("/id")).isMissingNode());
      }
    }
    FirstDay.expect(201, clinic.book(proxied(), "10:00"));
    FirstDay.expect(409, clinic.book(proxied(), "10:00"));
  }

  /** The token of the link that the guide's command prints. */
  private String createAdministrator(Map<String, String> settings) throws Exception {
    write(settings);
    String printed = installation.run(installation.replaced(guide.text(3)));
    assertThat(printed).doesNotContain("WARN", "ERROR");
    var link = INVITATION.matcher(printed);
    assertThat(link.find()).as(printed).isTrue();
    return link.group(1);
  }

  /** Of a node of the guide in the place of the compose file's second one. */
  private Map<String, String> settings(String file) throws IOException {
    Map<String, String> settings = new HashMap<>();
    file.lines().forEach(line -> settings.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    Set<String> ofCompose = new java.util.TreeSet<>(compose.nodes().get(0).keySet());
    ofCompose.addAll(
        Installation.image().keySet().stream()
            .filter(name -> name.startsWith("CLINIBUS"))
            .toList());
    assertThat(settings.keySet()).containsExactlyInAnyOrderElementsOf(ofCompose);
    Files.copy(
        folder.resolve("secrets/services.crt"),
        installation.folder("clinibus").resolve("services-ca.crt"));
    return installation.placed(settings, 2, installation.folder("clinibus"));
  }

  private void write(Map<String, String> settings) throws IOException {
    var lines = new StringBuilder();
    settings.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Files.writeString(installation.folder("clinibus").resolve("clinibus.env"), lines);
  }

  private ChildNode node(int number, Path secrets) throws IOException {
    Map<String, String> environment = compose.nodes().get(number - 1);
    assertThat(environment).containsEntry("CLINIBUS_NODE", "node-" + number);
    return installation.start(installation.placed(environment, number, secrets.resolve("nodes")));
  }

  /** Starts a node and waits until it serves; one that ends is started again, as services are. */
  private ChildNode running(Callable<ChildNode> start) throws Exception {
    for (int attempt = 1; ; attempt++) {
      ChildNode node = open(start.call());
      try {
        node.url();
        return node;
      } catch (IllegalStateException ended) {
        if (attempt == MOST_ATTEMPTS) {
          throw ended;
        }
      }
    }
  }

  private void proxy() throws IOException {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        installation.proxied(
            Files.readString(ComposeFile.file("haproxy.cfg")), "127.0.0.1:" + front));
    open(new HaProxy(file, folder.resolve("haproxy.log")));
    await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> RestClient.visitor(proxied()).get("/api/departments").status() == 200);
  }

  /** TLS as browsers see it, by the configuration that the guide's command writes. */
  private void assertTheGuidesProxyServes() throws Exception {
    Path configuration = installation.folder("haproxy").resolve("haproxy.cfg");
    Path ours = folder.resolve("secrets/mail");
    Files.writeString(
        installation.folder("haproxy").resolve("clinic.pem"),
        Files.readString(ours.resolve("tls.crt")) + Files.readString(ours.resolve("tls.key")));
    installation.run(installation.replaced(guide.text(5)));
    int port = TestPorts.one();
    String written = Files.readString(configuration);
    assertThat(written).doesNotContain("resolvers").contains(" 10.0.3.11:8080", " 10.0.3.12:8080");
    Files.writeString(
        configuration,
        installation.proxied(written, "").replace("bind :443", "bind 127.0.0.1:" + port));
    open(new HaProxy(configuration, folder.resolve("haproxy-tls.log")));
    HttpClient browser =
        HttpClient.newBuilder()
            .sslContext(PemTls.client(folder.resolve("secrets/services.crt")))
            .build();
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/departments"))
            .build();
    await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> browser.send(request, BodyHandlers.ofString()).statusCode() == 200);
    assertThat(browser.send(request, BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
  }

  private URI proxied() {
    return URI.create("http://localhost:" + front);
  }

  private <T extends AutoCloseable> T open(T closeable) {
    opened.add(closeable);
    return closeable;
  }
}
