package io.clinibus.bench.process;

import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.bus.Json;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.platform.keys.CredentialKey;
import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.settings.Services;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.HashMap;
import java.util.Map;

/** A production node in a JVM of its own. */
public final class BenchNodeProcess implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ChildProcess child;
  private final URI url;
  private final Path recording;

  private BenchNodeProcess(ChildProcess child, URI url, Path recording) {
    this.child = child;
    this.url = url;
    this.recording = recording;
  }

  /** Starts one and waits until it answers. */
  public static BenchNodeProcess start(BenchServices clinic, BenchOptions options) throws InterruptedException {
    return start("node", environment(clinic.services(), ChildProcess.freePort()), options);
  }

  /**
   * Starts one with these settings and waits until it answers.
   *
   * @param name of its log and its recording
   */
  public static BenchNodeProcess start(String name, Map<String, String> environment, BenchOptions options)
      throws InterruptedException {
    Path recording = ProjectFolder.data().resolve(options.benchmark() + "-" + name + ".jfr");
    List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
    if (options.profile()) {
      command.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
    }
    command.addAll(List.of("-jar", ProjectFolder.jar().toString()));
    ChildProcess child = ChildProcess.start(name, command, environment);
    child.awaitReady();
    URI url = URI.create("http://127.0.0.1:" + environment.get("CLINIBUS_PORT"));
    return new BenchNodeProcess(child, url, options.profile() ? recording : null);
  }

  /** The settings of a production node, with limits that one driver cannot reach. */
  public static Map<String, String> environment(Services services, int port) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
        "CLINIBUS_DATABASE_URL", services.database().toString(),
        "CLINIBUS_REDIS_URL", services.redis().toString(),
        "CLINIBUS_SMTP_URL", services.mail().toString(),
        "CLINIBUS_SIGNING_KEY", services.signingKey().toString(),
        "CLINIBUS_PUBLIC_URL", "http://localhost:" + port,
        "CLINIBUS_PORT", Integer.toString(port),
        "CLINIBUS_MANAGEMENT_PORT", Integer.toString(ChildProcess.freePort()),
        "CLINIBUS_BEHIND_PROXY", "true",
        "CLINIBUS_REQUESTS_PER_MINUTE", "10000000"));
    environment.put(
        "CLINIBUS_CREDENTIAL_KEY", CredentialKey.derivedFrom(services.signingKey()));
    environment.put("CLINIBUS_RECORDS_KEY", RecordsKey.derivedFrom(services.signingKey()));
    environment.put("CLINIBUS_DOCUMENTS_FOLDER", ProjectFolder.data().resolve("documents").toString());
    environment.put("CLINIBUS_STAFF_SECOND_FACTOR", "false");
    return environment;
  }

  public URI url() {
    return url;
  }

  /** Where users find it, and what its tokens name. */
  public URI publicUrl() {
    return URI.create("http://localhost:" + url.getPort());
  }

  public ChildProcess child() {
    return child;
  }

  public ProcessHandle process() {
    return child.handle();
  }

  /** The access token of a receptionist; good for a quarter of an hour. */
  public String token() throws IOException, InterruptedException {
    String body =
        Json.MAPPER.writeValueAsString(
            Map.of("email", "receptionist@clinibus.example", "password", DemoAccounts.PASSWORD));
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/auth/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("signing in answered " + answer.statusCode());
    }
    return Json.MAPPER.readTree(answer.body()).path("accessToken").asText();
  }

  /** The body of a public resource. */
  public String get(String path) throws IOException, InterruptedException {
    return read(path).body();
  }

  /** The entity tag of a public resource. */
  public String etag(String path) throws IOException, InterruptedException {
    return read(path).headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<String> read(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    child.close();
    if (recording != null) {
      JfrProfileReport.print(recording);
    }
  }
}
