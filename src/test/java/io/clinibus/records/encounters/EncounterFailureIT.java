package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SavedNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Notes are saved and signed while PostgreSQL ends the node's connections at random: no note that
 * was acknowledged is lost, and a note is signed if and only if its visit is completed.
 */
class EncounterFailureIT {

  private static final long SEED = 20261130;
  private static final int ROUNDS = 25;
  private static final int MOST_SAVES = 6;

  private static final String CUT =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      """;

  private static final String LOCK = "SELECT FROM records.encounter WHERE id = $1 FOR UPDATE";

  private static final String STATES =
      """
      SELECT e.status, a.status AS visit FROM records.encounter e
        JOIN scheduling.appointment a ON a.id = e.appointment_id
      """;

  private final Random random = new Random(SEED);

  /** What cut connections may log. */
  private List<ExpectedLogs> logs;

  private BusFixture clinic;
  private UUID doctorId;
  private int interrupted;

  @BeforeEach
  void open() {
    logs =
        List.of(
            ExpectedLogs.of(Bus.class, "dependency unavailable"),
            ExpectedLogs.of(Bus.class, "operation failed"));
    clinic = BusFixture.open(new TestClock("2026-11-24T06:00:00Z"));
    doctorId = clinic.doctor(10, 0, BusFixture.weekdays("08:00", "18:00"));
  }

  @AfterEach
  void close() {
    clinic.close();
    logs.forEach(ExpectedLogs::close);
  }

  @Test
  void noAcknowledgedWordIsLostAndNoteAndVisitAgree() {
    int signed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      signed += treat(round) ? 1 : 0;
      renewConnections();
      assertAgreement();
    }
    assertThat(signed).isPositive();
    assertThat(interrupted).isPositive();
  }

  /** Writes a note and signs it, or tries to; whether it is signed in the end. */
  private boolean treat(int round) {
    Encounter draft = opened(round);
    Caller doctor = clinic.asDoctor(doctorId);
    String acknowledged = "";
    long version = 1;
    for (int i = 0; i <= random.nextInt(MOST_SAVES); i++) {
      String text = "round " + round + " text " + i;
      var save = new SaveNote(draft.id(), version, plan(text));
      Future<SavedNote> saving = send(draft, () -> clinic.send(SAVE_NOTE, save, doctor));
      if (isDone(saving)) {
        acknowledged = text;
      }
      Encounter stored = read(draft);
      assertThat(stored.note().plan()).isIn(acknowledged, text);
      acknowledged = stored.note().plan();
      version = stored.version();
    }
    var sign = new SignEncounter(draft.id(), version, null);
    Future<Encounter> signing = send(draft, () -> clinic.send(SIGN_ENCOUNTER, sign, doctor));
    boolean isAcknowledged = isDone(signing);
    Encounter stored = read(draft);
    assertThat(stored.note().plan()).isEqualTo(acknowledged);
    boolean isSigned = stored.status() == EncounterStatus.FINISHED;
    assertThat(isSigned || !isAcknowledged).isTrue();
    return isSigned;
  }

  private void assertAgreement() {
    for (Row row : clinic.sql(STATES)) {
      assertThat(row.getString("visit"))
          .isEqualTo(row.getString("status").equals("FINISHED") ? "COMPLETED" : "IN_CONSULTATION");
    }
  }

  private Encounter opened(int round) {
    OffsetDateTime start =
        OffsetDateTime.parse("2026-11-24T08:00:00+01:00").plusMinutes(10L * round);
    Appointment visit =
        clinic.ask(
            AppointmentsApi.BOOK_APPOINTMENT,
            new BookAppointment(doctorId, clinic.patient(), start, null, null),
            clinic.frontDesk());
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, AppointmentStatus.CHECKED_IN, null),
        clinic.frontDesk());
    return clinic.ask(
        OPEN_ENCOUNTER,
        new OpenEncounter(EncounterKind.VISIT, visit.id(), null),
        clinic.asDoctor(doctorId));
  }

  /** Sends a request, and sometimes ends the node's connections at any moment of it. */
  private <T> Future<T> send(Encounter draft, Supplier<Future<T>> request) {
    if (random.nextInt(3) == 0) {
      return request.get();
    }
    SqlConnection connection = connection();
    BusFixture.await(connection.query("BEGIN").execute());
    if (random.nextBoolean()) {
      // The request waits for the row until its connection ends.
      BusFixture.await(connection.preparedQuery(LOCK).execute(Tuple.of(draft.id())));
    }
    Future<T> answer = request.get();
    spin(random.nextInt(20));
    BusFixture.await(connection.query(CUT).execute());
    BusFixture.await(connection.query("ROLLBACK").execute());
    connection.close();
    return answer;
  }

  /** One that is not among those that were ended before. */
  private SqlConnection connection() {
    return Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              var pool = clinic.platform().database();
              SqlConnection taken = BusFixture.await(pool.getConnection());
              BusFixture.await(taken.query("SELECT 1").execute());
              return taken;
            },
            Objects::nonNull);
  }

  /** No connection of the pool is one that was ended before. */
  private void renewConnections() {
    var pool = clinic.platform().database();
    int all = clinic.platform().settings().database().poolSize();
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              var taken = Stream.generate(pool::getConnection).limit(all).toList();
              try {
                BusFixture.await(
                    Future.join(
                        taken.stream()
                            .map(one -> one.compose(open -> open.query("SELECT 1").execute()))
                            .toList()));
                return true;
              } finally {
                taken.forEach(one -> one.onSuccess(SqlConnection::close));
              }
            });
  }

  private static void spin(int milliseconds) {
    long until = System.nanoTime() + milliseconds * 1_000_000L;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private boolean isDone(Future<?> answer) {
    try {
      BusFixture.await(answer);
      return true;
    } catch (RuntimeException e) {
      interrupted++;
      return false;
    }
  }

  private Encounter read(Encounter draft) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(
            () ->
                clinic.ask(
                    GET_ENCOUNTER, new GetEncounter(draft.id(), null), clinic.asDoctor(doctorId)),
            found -> found != null);
  }

  private static EncounterNote plan(String text) {
    return new EncounterNote(null, null, null, null, null, null, text, null, null, null);
  }
}
