package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.Module;
import io.clinibus.skeleton.SkeletonModule;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.ContractBundler;
import io.clinibus.web.contract.ContractBundler.Source;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A domain is its own files and one more entry in the list of modules (docs/new-domain.md). */
class WalkingSkeletonIT {

  private static final Modules MODULES = new Modules(withSkeleton());

  private static TestNode node;
  private static RestFixture clinic;

  @BeforeAll
  static void startANodeWithOneMoreDomain() throws Exception {
    JsonObject contract = contract();
    node =
        TestNode.of(
            Node.start(
                    MODULES,
                    vertx -> Contract.of(vertx, contract),
                    TestNode.settings(TestServers.newDatabase(), MODULES.roles()),
                    Clock.systemUTC(),
                    Optional.empty())
                .await(60, TimeUnit.SECONDS));
    clinic = RestFixture.on(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void itAnswersAnOperationOfItsOwnContract() throws Exception {
    assertThat(get("/api/skeleton/Ada", clinic.admin().token()))
        .isEqualTo("200 {\"text\":\"Hello, Ada\"}");
  }

  @Test
  void itsRolesAndItsLimitsAreChecked() throws Exception {
    assertThat(RestClient.visitor(node.url()).get("/api/skeleton/Ada").status()).isEqualTo(401);
    assertThat(get("/api/skeleton/" + "x".repeat(41), clinic.admin().token())).startsWith("400 ");
  }

  @Test
  void itIsARoleThatNodesMayHaveOrNot() {
    assertThat(MODULES.roles()).contains("skeleton", Modules.WEB, "scheduling");
    assertThat(Modules.ALL.roles()).doesNotContain("skeleton");
  }

  /** Not by RestClient, which knows the contract of the product only. */
  private static String get(String path, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.url().resolve(path))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(30))
            .build();
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
