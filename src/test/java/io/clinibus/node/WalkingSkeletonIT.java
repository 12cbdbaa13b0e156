package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.platform.Module;
import io.clinibus.platform.db.Rows;
import io.clinibus.settings.Settings;
import io.clinibus.skeleton.SkeletonModule;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.clinibus.testing.contract.LiveContract;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.ContractBundler;
import io.clinibus.web.contract.ContractBundler.Source;
import io.clinibus.web.pages.AppBuild;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A domain is its own files and one more entry in the list of modules (docs/new-domain.md). */
class WalkingSkeletonIT {

  private static final Modules MODULES = new Modules(withSkeleton());

  private static final MailCatcher MAILS = new MailCatcher();
  private static final Vertx CLIENTS = Vertx.vertx();

  private static final LiveContract LIVE =
      LiveContract.with(Path.of("src/test/resources/skeleton/skeleton-live.yaml"));

  private static TestNode node;
  private static RestFixture clinic;

  @BeforeAll
  static void startANodeWithOneMoreDomain() throws Exception {
    JsonObject contract = contract();
    Settings settings =
        TestNode.mailingTo(
            MAILS.start(), TestNode.settings(TestServers.newDatabase(), MODULES.roles()));
    node =
        TestNode.of(
            Node.start(
                    MODULES,
                    vertx -> Contract.of(vertx, contract),
                    AppBuild.OF_RELEASE,
                    settings,
                    Clock.systemUTC(),
                    Optional.of(MAILS))
                .await(120, TimeUnit.SECONDS));
    clinic = RestFixture.on(node);
  }

  @AfterAll
  static void stop() {
    node.close();
    MAILS.stop();
    BusFixture.await(CLIENTS.close());
  }

  @Test
  void theAddedDomainAnswersAnOperationOfItsContract() throws Exception {
    assertThat(get("/api/skeleton/Ada", clinic.admin().token()))
        .isEqualTo("200 {\"text\":\"Hello, Ada\"}");
  }

  @Test
  void rolesAndRateLimitsOfTheAddedDomainAreChecked() throws Exception {
    assertThat(RestClient.visitor(node.url()).get("/api/skeleton/Ada").status()).isEqualTo(401);
    assertThat(get("/api/skeleton/" + "x".repeat(41), clinic.admin().token())).startsWith("400 ");
  }

  @Test
  void theAddedDomainPushesItsLiveTopicAndSendsItsMail() throws Exception {
    try (LiveClient client = LiveClient.visitor(CLIENTS, node.url(), LIVE)) {
      client.authenticate(clinic.admin().token()).subscribe("greetings").awaitPage("greetings");
      assertThat(client.page("greetings").data().at("/about/count").asInt()).isZero();
      String patient = clinic.patient();
      clinic.sql(
          """
          UPDATE patients.patient SET email = 'ada@example.org', email_confirmed_at = now()
          WHERE id = $1
          """,
          UUID.fromString(patient));
      assertThat(post("/api/skeleton/greetings", "{\"patientId\":\"" + patient + "\"}"))
          .isEqualTo("200 {\"text\":\"Hello\"}");
      await().until(() -> client.page("greetings").data().at("/about/count").asInt() == 1);
    }
    await().until(() -> !MAILS.mails().isEmpty());
    assertThat(MAILS.mails().get(0).subject()).isEqualTo("A good day");
  }

  @Test
  void theAddedLiveTopicChecksRoles() {
    try (LiveClient visitor = LiveClient.visitor(CLIENTS, node.url(), LIVE)) {
      visitor.subscribe("greetings");
      assertThat(visitor.await("refused").at("/problem/type").asText())
          .isEqualTo("/problems/unauthenticated");
    }
  }

  @Test
  void theAddedDomainIsARoleOfNodes() {
    assertThat(MODULES.roles()).contains("skeleton", Modules.WEB, "scheduling");
    assertThat(Modules.ALL.roles()).doesNotContain("skeleton");
  }

  /** All of its files whose names have a hash, so that pages of this node get them from others. */
  @Test
  void theNodeStoresTheAssetsOfItsApp() throws Exception {
    var folder = WalkingSkeletonIT.class.getResource("/webroot/assets");
    assumeFalse(Boolean.getBoolean("clinibus.skipWebapp"), "built without the web app");
    assumeTrue(folder != null, "the web app is not built");
    List<String> built;
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      built =
          files
              .map(file -> "assets/" + file.getFileName())
              .filter(name -> !name.endsWith(".gz") && !name.endsWith(".br"))
              .toList();
    }
    assertThat(built).hasSizeGreaterThan(50);
    await().until(() -> stored().size() == built.size());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(built);
  }

  private static List<String> stored() {
    return Rows.list(
        clinic.sql("SELECT name FROM platform.web_asset"), row -> row.getString("name"));
  }

  /** Not by RestClient, which knows the contract of the product only. */
  private static String get(String path, String token) throws Exception {
    return send(request(path, token).build());
  }

  private static String post(String path, String body) throws Exception {
    return send(
        request(path, clinic.admin().token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(node.url().resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(30));
  }

  private static String send(HttpRequest request) throws Exception {
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static List<Module> withSkeleton() {
    List<Module> modules = new ArrayList<>(Modules.ALL.list());
    modules.add(SkeletonModule.MODULE);
    return modules;
  }

  private static JsonObject contract() throws IOException {
    List<Source> sources =
        new ArrayList<>(ContractBundler.read(Path.of("src/main/resources/openapi")));
    sources.add(
        new Source(
            "skeleton.yaml",
            Files.readString(Path.of("src/test/resources/skeleton/skeleton.yaml"))));
    return new JsonObject(ContractBundler.bundle(sources).toString());
  }
}
