package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A completed visit is taken back at the moment its note is signed: the second one waits for the
 * first one, so that note and visit agree.
 */
class SignedVisitIT {

  private static final String WAITING =
      """
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      """;

  private static final String SIGN =
      "SELECT outcome FROM records.sign_encounter($1, 2, $2, NULL, $3)";

  private static final String TAKE_BACK =
      "SELECT outcome FROM scheduling.advance_visit($1, 'IN_CONSULTATION', $2, $3)";

  private TestClock clock;
  private BusFixture clinic;
  private Appointment visit;
  private Encounter draft;
  private SqlConnection first;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-24T08:55:00Z");
    clinic = BusFixture.open(clock);
    UUID doctorId = clinic.doctor();
    OffsetDateTime start = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
    visit =
        clinic.ask(
            AppointmentsApi.BOOK_APPOINTMENT,
            new BookAppointment(doctorId, clinic.patient(), start, null, null),
            clinic.frontDesk());
    set(CHECKED_IN, clinic.frontDesk());
    var wanted = new OpenEncounter(EncounterKind.VISIT, visit.id(), null);
    draft = clinic.ask(OPEN_ENCOUNTER, wanted, doctor());
    var note = new EncounterNote(null, null, null, null, "Fine", null, null, null, null, null);
    clinic.ask(SAVE_NOTE, new SaveNote(draft.id(), 1, note), doctor());
    set(COMPLETED, doctor());
    first = await(clinic.platform().database().getConnection());
    await(first.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0").execute());
  }

  @AfterEach
  void close() {
    await(first.close());
    clinic.close();
  }

  @Test
  void takingBackWaitsForTheSignatureAndIsRefused() {
    assertThat(firstDoes(SIGN, draft.id())).isEqualTo("SIGNED");
    Future<Appointment> second =
        clinic.send(
            AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
            new ChangeAppointmentStatus(visit.id(), null, IN_CONSULTATION, "by mistake"),
            clinic.frontDesk());
    awaitWaiting(second);
    await(first.query("COMMIT").execute());
    assertThatThrownBy(() -> await(second))
        .isInstanceOfSatisfying(
            Failure.class,
            refused -> assertThat(refused.code()).isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION));
    assertThat(states()).isEqualTo("FINISHED COMPLETED");
  }

  @Test
  void theSignatureWaitsForTakingBackAndCompletesTheVisitAgain() {
    assertThat(firstDoes(TAKE_BACK, visit.id())).isEqualTo("CHANGED");
    Future<Encounter> second =
        clinic.send(SIGN_ENCOUNTER, new SignEncounter(draft.id(), 2, null), doctor());
    awaitWaiting(second);
    await(first.query("COMMIT").execute());
    assertThat(await(second).status()).isEqualTo(EncounterStatus.FINISHED);
    assertThat(states()).isEqualTo("FINISHED COMPLETED");
  }

  private String firstDoes(String sql, UUID id) {
    Tuple values = Tuple.of(id, visit.doctorId(), clock.instant().atOffset(ZoneOffset.UTC));
    return Rows.one(await(first.preparedQuery(sql).execute(values))).getString("outcome");
  }

  private void awaitWaiting(Future<?> second) {
    Awaitility.await().until(() -> second.isComplete() || clinic.sql(WAITING).size() > 0);
    assertThat(second.isComplete()).as("answered before the first one has ended").isFalse();
  }

  private String states() {
    return Rows.one(
            clinic.sql(
                """
                SELECT e.status || ' ' || a.status AS states FROM records.encounter e
                  JOIN scheduling.appointment a ON a.id = e.appointment_id
                """))
        .getString("states");
  }

  private void set(AppointmentStatus status, Caller caller) {
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, status, null),
        caller);
  }

  private Caller doctor() {
    return clinic.asDoctor(visit.doctorId());
  }
}
