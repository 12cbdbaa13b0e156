package io.clinibus.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Users who leave the clinic, or whose roles change, are signed out on every node. */
@Tag("exclusive")
class LeavingIT {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static Vertx vertx;
  private static TestCluster cluster;
  private static List<TestNode> nodes;
  private static RestFixture clinic;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    cluster = TestCluster.empty();
    nodes = TestCluster.nodes(cluster, 2);
    clinic = RestFixture.on(nodes.get(0));
  }

  @AfterAll
  static void close() {
    cluster.close();
    vertx.close();
  }

  @Test
  void aRemovedPatientIsSignedOutOnEveryNode() {
    var patient = RestClient.registered(clinic.url(), "ana@example.org", "Ana", "Byron");
    leaves(patient, "/api/patients/" + patient.patientId());
  }

  @Test
  void aRemovedDoctorIsSignedOutOnEveryNode() {
    String id = clinic.doctor(30, "09:00", "17:00");
    leaves(clinic.signedInDoctor(id), "/api/doctors/" + id);
  }

  @Test
  void changedRolesEndTheTokensOnEveryNode() {
    RestClient desk = clinic.receptionist();
    LiveClient socket = signedInSocket(desk);
    var changed =
        clinic.admin().put("/api/users/" + desk.userId(), Map.of("roles", List.of("PHARMACIST")));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("/roles/0")).isEqualTo("PHARMACIST");
    isSignedOut(desk, socket);
    assertThat(desk.again().get("/api/patients").status()).isEqualTo(403);
  }

  private static void leaves(RestClient person, String path) {
    LiveClient socket = signedInSocket(person);
    String cookie = login(person).cookie("clinibus_refresh");
    assertThat(clinic.admin().delete(path).status()).isEqualTo(204);
    isSignedOut(person, socket);

    RestClient visitor = RestClient.visitor(nodes.get(1).url());
    assertThat(visitor.post("/api/auth/refresh", null, "Cookie", cookie).status()).isEqualTo(401);
    assertThat(login(person).status()).isEqualTo(403);
    assertThat(login(person).text("/type")).endsWith("/blocked");
    var unblocked = clinic.admin().post("/api/users/" + person.userId() + "/unblock", null);
    assertThat(unblocked.status()).isEqualTo(409);
    assertThat(unblocked.text("/type")).endsWith("/departed");
  }

  private static LiveClient signedInSocket(RestClient person) {
    LiveClient socket = LiveClient.of(vertx, nodes.get(1).url(), person.token());
    socket.await("welcome", frame -> frame.hasNonNull("userId"));
    return socket;
  }

  private static void isSignedOut(RestClient person, LiveClient socket) {
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                nodes.stream()
                        .allMatch(node -> person.at(node.url()).get("/api/auth/me").status() == 401)
                    && socket.isClosed());
  }

  private static RestClient.Answer login(RestClient person) {
    return RestClient.visitor(nodes.get(0).url())
        .post("/api/auth/login", Map.of("email", person.email(), "password", RestClient.PASSWORD));
  }
}
