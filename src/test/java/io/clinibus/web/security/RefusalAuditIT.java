package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.Auditor;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.testing.LiveClient;
import io.clinibus.web.WebFixture;
import io.clinibus.web.live.socket.ConnectionLimits;
import io.clinibus.web.live.socket.LiveServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that the web layer refuses for their user have audit entries. */
class RefusalAuditIT {

  private static final UUID PATIENT = UUID.fromString("01934f6e-0000-7000-8000-0123456789ab");
  private static final String RECORD = "/api/patients/" + PATIENT;

  private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
  private volatile boolean isBroken;
  private final Vertx clients = Vertx.vertx();
  private WebFixture web;

  @BeforeEach
  void start() {
    web = WebFixture.start();
    web.auditedBy(new Recorder());
  }

  @AfterEach
  void stop() {
    clients.close();
    web.close();
  }

  @Test
  void aRequestOfAnotherRoleIsRecorded() {
    assertThat(web.send(web.as(RECORD, Role.PHARMACIST)).statusCode()).isEqualTo(403);
    AuditEntry entry = only();
    assertThat(entry.operation()).isEqualTo("patients.getPatient");
    assertThat(entry.kind()).isEqualTo(AuditKind.READ);
    assertThat(entry.outcome()).isEqualTo("forbidden");
    assertThat(entry.actorId()).isNotNull();
    assertThat(entry.actorRoles()).containsExactly("PHARMACIST");
    assertThat(entry.resourceId()).isEqualTo(PATIENT);
    assertThat(entry.address()).isEqualTo("127.0.0.1");
    assertThat(entry.purpose()).isNull();
  }

  @Test
  void anOldSignInAndAMissingSecondFactorAreRecorded() {
    assertThat(web.send(createExport(token(800, Role.ADMIN))).statusCode()).isEqualTo(403);
    assertThat(only().outcome()).isEqualTo("step-up-required");
    assertThat(only().operation()).isEqualTo("privacy.createExport");
    entries.clear();
    assertThat(web.send(createExport(token(0))).statusCode()).isEqualTo(403);
    assertThat(only().outcome()).isEqualTo("second-factor-required");
  }

  @Test
  void aMissingAndAnInvalidTokenAreRecorded() {
    assertThat(web.get(RECORD).statusCode()).isEqualTo(401);
    HttpResponse<String> invalid =
        web.send(web.request(RECORD).header("Authorization", "Bearer none"));
    assertThat(invalid.statusCode()).isEqualTo(401);
    assertThat(entries)
        .hasSize(2)
        .allMatch(entry -> entry.actorId() == null && entry.outcome().equals("unauthenticated"));
  }

  @Test
  void whatIsNotAboutAccessIsNotRecorded() {
    web.get("/api/departments/" + PATIENT);
    web.send(web.as("/api/patients/unreadable", Role.ADMIN));
    assertThat(entries).isEmpty();
    web.send(web.as(RECORD, Role.ADMIN));
    assertThat(only().outcome()).as("written by the domain").isEqualTo(AuditEntry.DONE);
  }

  @Test
  void floodsAreRecordedUpToABound() {
    for (int i = 0; i < 5 * RefusalAudit.PER_CLIENT; i++) {
      assertThat(web.get(RECORD).statusCode()).isEqualTo(401);
    }
    assertThat(entries).hasSize(RefusalAudit.PER_CLIENT);
    web.send(web.as(RECORD, Role.PHARMACIST));
    assertThat(entries).as("a user has a bound of their own").hasSize(RefusalAudit.PER_CLIENT + 1);
  }

  @Test
  void aSocketOfAnotherOriginIsRecorded() {
    assertThat(web.send(foreignSocket()).statusCode()).isEqualTo(403);
    AuditEntry entry = only();
    assertThat(entry.operation()).isEqualTo(RefusalAudit.SOCKET);
    assertThat(entry.kind()).isEqualTo(AuditKind.SECURITY);
    assertThat(entry.outcome()).isEqualTo("forbidden");
    assertThat(entry.actorId()).isNull();
    assertThat(entry.address()).isEqualTo("127.0.0.1");
    for (int i = 0; i < 2 * RefusalAudit.PER_CLIENT; i++) {
      web.send(foreignSocket());
    }
    assertThat(entries).hasSize(RefusalAudit.PER_CLIENT);
  }

  @Test
  void aSocketWhoseTokenIsInvalidIsRecorded() {
    try (LiveClient client = socket("none")) {
      assertThat(client.awaitClosed()).isEqualTo(4401);
    }
    assertThat(only().operation()).isEqualTo(RefusalAudit.SOCKET);
    assertThat(only().outcome()).isEqualTo("unauthenticated");
    assertThat(only().actorId()).isNull();
  }

  @Test
  void aSocketThatChangesItsUserIsRecorded() {
    UUID user = UUID.randomUUID();
    try (LiveClient client = socket(token(user))) {
      client.await("welcome", frame -> frame.has("userId"));
      client.authenticate(token(UUID.randomUUID()));
      assertThat(client.awaitClosed()).isEqualTo(4401);
    }
    assertThat(only().actorId()).isEqualTo(user);
    assertThat(only().outcome()).isEqualTo("unauthenticated");
  }

  @Test
  void oneSocketTooManyOfAUserIsRecorded() {
    UUID user = UUID.randomUUID();
    List<LiveClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < ConnectionLimits.PER_USER; i++) {
        clients.add(socket(token(user)));
        clients.get(i).await("welcome", frame -> frame.has("userId"));
      }
      assertThat(entries).isEmpty();
      try (LiveClient further = socket(token(user))) {
        assertThat(further.awaitClosed()).isEqualTo(4429);
      }
    } finally {
      clients.forEach(LiveClient::close);
    }
    assertThat(only().outcome()).isEqualTo("too-many-requests");
    assertThat(only().actorId()).isEqualTo(user);
  }

  @Test
  void aSocketWhoseRefusalCannotBeWrittenIsUnavailable() {
    isBroken = true;
    assertThat(web.send(foreignSocket()).statusCode()).isEqualTo(503);
    try (LiveClient client = socket("none")) {
      assertThat(client.awaitClosed()).isEqualTo(4401);
    }
  }

  @Test
  void aRefusalWhoseEntryCannotBeWrittenIsUnavailable() {
    isBroken = true;
    assertThat(web.send(web.as(RECORD, Role.PHARMACIST)).statusCode()).isEqualTo(503);
  }

  private AuditEntry only() {
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private HttpRequest.Builder foreignSocket() {
    return web.request(LiveServer.PATH).header("Origin", "https://elsewhere.example");
  }

  private LiveClient socket(String token) {
    return LiveClient.of(clients, web.url(""), token);
  }

  private String token(UUID user) {
    return web.tokens.sign(web.tokens.claims(user, Role.PATIENT));
  }

  private HttpRequest.Builder createExport(String token) {
    return web.request("/api/privacy/exports")
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"patientId\":\"" + PATIENT + "\"}"));
  }

  private String token(long secondsAgo, Role... roles) {
    return web.tokens.sign(
        web.tokens
            .claims(UUID.randomUUID(), roles)
            .put("auth_time", Instant.now().getEpochSecond() - secondsAgo));
  }

  private final class Recorder implements Auditor {

    @Override
    public String node() {
      return "node";
    }

    @Override
    public Future<Void> write(List<AuditEntry> written) {
      if (isBroken) {
        return Future.failedFuture(Failure.of(CommonFailures.INTERNAL));
      }
      entries.addAll(written);
      return Future.succeededFuture();
    }

    @Override
    public void written(AuditEntry entry) {}
  }
}
