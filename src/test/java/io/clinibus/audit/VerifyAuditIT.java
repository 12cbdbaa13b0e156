package io.clinibus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.audit.api.AuditReport;
import io.clinibus.node.AuditVerification;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.keys.RsaKey;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verification finds what somebody with all rights in the database has changed. */
class VerifyAuditIT {

  private static final int ENTRIES = 3_500;
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");

  private final Vertx vertx = Vertx.vertx();
  private Settings settings;
  private Pool database;
  private AuditChainRepository chain;

  @BeforeEach
  void chained() {
    settings = TestNode.settings(TestServers.newDatabase());
    Database.migrate(settings.database());
    database = Database.pool(vertx, settings.database());
    chain = new AuditChainRepository(database);
    append(ENTRIES);
    extendTo(ENTRIES);
    BusFixture.await(chain.signHead(DAY, RsaKey.read(settings.signingKey()).get(0)));
  }

  @AfterEach
  void close() {
    BusFixture.await(vertx.close());
  }

  @Test
  void anUnchangedTrailHasNoFaults() throws SQLException {
    append(10);
    AuditReport report = verify();
    assertThat(report.faults()).isEmpty();
    assertThat(report.entries()).isEqualTo(ENTRIES);
    assertThat(report.blocks()).isEqualTo(4);
    assertThat(report.heads()).isEqualTo(1);
    assertThat(report.unchained()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcome = 'forbidden'",
        "actor_id = NULL",
        "at = at + interval '1 microsecond'",
        "patient_ids = '{}'",
        "address = ''",
        "request_id = request_id || ' '",
        "purpose = ''"
      })
  void aChangedEntryIsFound(String change) throws SQLException {
    tamper("UPDATE audit.entry SET " + change + " WHERE request_id = 'request 2500'");
    assertThat(verify().faults())
        .singleElement()
        .asString()
        .contains("block 3,")
        .endsWith("an entry or the block was changed");
  }

  @Test
  void aRemovedEntryIsFound() throws SQLException {
    tamper("DELETE FROM audit.entry WHERE request_id = 'request 1500'");
    assertThat(verify().faults())
        .singleElement()
        .asString()
        .contains("block 2,")
        .endsWith("1 removed of 1000");
  }

  @Test
  void anInsertedEntryIsFound() throws SQLException {
    tamper(
        """
        INSERT INTO audit.entry
          (xid, id, actor_roles, operation, kind, outcome, patient_ids, node, request_id)
        SELECT xid, replace(id::text, '00500', '0050a')::uuid, '{}', operation, kind, outcome, '{}', node, 'forged'
          FROM audit.entry WHERE request_id = 'request 500'
        """);
    assertThat(verify().faults())
        .singleElement()
        .asString()
        .contains("block 1,")
        .endsWith("1 inserted among 1000");
  }

  @Test
  void aBlockThatWasRecomputedIsFoundByTheSignedHead() throws SQLException {
    tamper("DELETE FROM audit.entry WHERE request_id = 'request 3300'");
    tamper(
        """
        ALTER TABLE audit.head DROP CONSTRAINT head_block_fkey;
        DELETE FROM audit.block WHERE number = 4
        """);
    extend();
    assertThat(verify().faults())
        .singleElement()
        .asString()
        .isEqualTo("head of " + DAY + ": block 4 was changed or removed");
  }

  @Test
  void aForgedHeadIsFound() throws SQLException {
    tamper("UPDATE audit.head SET day = day + 1");
    assertThat(verify().faults()).singleElement().asString().endsWith("signature is not valid");
    tamper("UPDATE audit.head SET key_id = 'another'");
    assertThat(verify().faults()).singleElement().asString().contains("not in the file");
  }

  @Test
  void aLateCommitIsChainedInOrder() throws SQLException {
    var slow = BusFixture.await(database.getConnection());
    BusFixture.await(
        slow.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0").execute());
    BusFixture.await(slow.query("SELECT pg_current_xact_id()").execute());
    append(5);
    extend();
    assertThat(verify().unchained()).isEqualTo(5);
    BusFixture.await(
        slow.query(
                """
                INSERT INTO audit.new_entry
                  (id, actor_roles, operation, kind, outcome, patient_ids, node, request_id)
                VALUES (gen_random_uuid(), '{}', 'late', 'READ', 'done', '{}', 'node', 'late')
                """)
            .execute());
    BusFixture.await(slow.query("COMMIT").execute());
    BusFixture.await(slow.close());
    extendTo(ENTRIES + 6);
    AuditReport report = verify();
    assertThat(report.faults()).isEmpty();
    assertThat(report.entries()).isEqualTo(ENTRIES + 6);
    assertThat(report.unchained()).isZero();
  }

  @Test
  void aNodeChainsAndSignsByItself() {
    try (BusFixture clinic = BusFixture.open(settings, Clock.systemUTC())) {
      UUID patient = clinic.patient();
      clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.frontDesk());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(200, TimeUnit.MILLISECONDS)
          .untilAsserted(
              () -> {
                AuditReport report = verify();
                assertThat(report.faults()).isEmpty();
                assertThat(report.entries()).isGreaterThan(ENTRIES);
                assertThat(report.heads()).isEqualTo(2);
              });
    }
  }

  private AuditReport verify() throws SQLException {
    return AuditVerification.run(settings);
  }

  /** As an intruder with the password of the product's database user could. */
  private void tamper(String statement) {
    String triggers = "ALTER TABLE audit.%s %s TRIGGER ALL;";
    StringBuilder sql = new StringBuilder();
    for (String table : new String[] {"entry", "block", "head"}) {
      sql.append(triggers.formatted(table, "DISABLE"));
    }
    sql.append(statement).append(';');
    for (String table : new String[] {"entry", "block", "head"}) {
      sql.append(triggers.formatted(table, "ENABLE"));
    }
    BusFixture.await(database.query(sql.toString()).execute());
  }

  private void append(int count) {
    BusFixture.await(
        database
            .preparedQuery(
                """
                INSERT INTO audit.new_entry
                  (id, actor_id, actor_roles, operation, kind, outcome, patient_ids, address, node,
                   request_id)
                SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
                       gen_random_uuid(), '{RECEPTIONIST}', 'patients.getPatient', 'READ', 'done',
                       ARRAY[gen_random_uuid()], '192.0.2.7', 'node', 'request ' || i
                  FROM generate_series(1, $1) AS i
                """)
            .execute(Tuple.of(count)));
  }

  /** Waits for transactions of PostgreSQL itself, such as those that gather statistics. */
  private void extendTo(int entries) {
    Awaitility.await()
        .until(
            () -> {
              extend();
              return chainedEntries() == entries;
            });
  }

  private long chainedEntries() {
    return BusFixture.await(
            database.query("SELECT coalesce(sum(entries), 0)::bigint FROM audit.block").execute())
        .iterator()
        .next()
        .getLong(0);
  }

  private void extend() {
    boolean more = true;
    while (more) {
      more = BusFixture.await(chain.extend());
    }
  }
}
