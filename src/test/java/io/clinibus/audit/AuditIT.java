package io.clinibus.audit;

import static io.clinibus.identity.api.AccountApi.REFUSE_ADDRESS_CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.audit.PreparedRequests.Asked;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditScope;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Logout;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.node.Modules;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestClock;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation that states so writes its audit entry before its reply is sent. */
class AuditIT {

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  private static final Set<Operation<?, ?>> DELETING =
      Set.of(
          REFUSE_ADDRESS_CHANGE,
          MedicationsApi.DELETE_MEDICATION,
          PrescriptionsApi.DELETE_PRESCRIPTION,
          NoteSnippetsApi.DELETE_NOTE_SNIPPET,
          NoteTemplatesApi.DELETE_NOTE_TEMPLATE);

  private static BusFixture clinic;
  private static AuditedRequests requests;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
    requests = new AuditedRequests(clinic);
    keepCopiesAsAskedFor();
  }

  /** The job that writes copies for patients changes their rows at any moment. */
  private static void keepCopiesAsAskedFor() {
    clinic.sql(
        "CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;"
            + " END'");
    clinic.sql(
        """
        CREATE TRIGGER keep BEFORE UPDATE ON privacy.export
        FOR EACH ROW EXECUTE FUNCTION public.keep()
        """);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  static Stream<Named<Operation<?, ?>>> audited() {
    return Modules.ALL.messages().operations().stream()
        .filter(operation -> operation.audit().records())
        .map(operation -> Named.of(operation.address(), operation));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("audited")
  <Q extends Record, R extends Record> void anEntryIsWrittenBeforeTheReply(
      Operation<Q, R> operation) {
    Asked asked = requests.of(operation);
    assertThat(asked).as("a request for " + operation.address()).isNotNull();
    Caller caller = identified(asked.caller());
    R reply = clinic.ask(operation, operation.request().cast(asked.request()), caller);

    Row entry = only(entries(caller));
    assertThat(entry.getString("operation")).isEqualTo(operation.address());
    assertThat(entry.getString("kind")).isEqualTo(operation.audit().kind().name());
    assertThat(entry.getString("outcome")).isEqualTo(AuditEntry.DONE);
    assertThat(entry.getString("address")).isEqualTo(caller.address());
    assertThat(entry.getString("node")).isNotEmpty();
    assertThat(entry.getArrayOfStrings("actor_roles"))
        .containsExactlyInAnyOrderElementsOf(caller.roles().stream().map(Enum::name).toList());
    if (caller.userId() == null) {
      assertThat(entry.getUUID("actor_id")).isNotNull().isEqualTo(entry.getUUID("resource_id"));
    } else {
      assertThat(entry.getUUID("actor_id")).isEqualTo(caller.userId());
    }
    Set<UUID> shown = patientsIn(Json.MAPPER.valueToTree(reply));
    assertThat(entry.getArrayOfUUIDs("patient_ids")).containsAll(shown);
    if (asked.patient() != null) {
      assertThat(entry.getArrayOfUUIDs("patient_ids")).contains(asked.patient());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("audited")
  <Q extends Record, R extends Record> void theEntryOfAChangeIsInItsTransaction(
      Operation<Q, R> operation) {
    assumeThat(operation.idempotent()).isFalse();
    assumeThat(DELETING).as("deletes, which leaves no row").doesNotContain(operation);
    Asked asked = requests.of(operation);
    Caller caller = identified(asked.caller());
    clinic.ask(operation, operation.request().cast(asked.request()), caller);
    assertThat(tablesChangedBy(only(entries(caller)).getString("written_by"))).isNotEmpty();
  }

  @Test
  void aBookingThatIsRolledBackLeavesNoEntry() {
    UUID doctor = clinic.doctor();
    var wanted =
        new BookAppointment(doctor, clinic.patient(), PreparedRequests.at("10:00"), null, null);
    clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
    Caller late = identified(clinic.frontDesk());
    var second =
        new BookAppointment(doctor, clinic.patient(), PreparedRequests.at("10:00"), null, null);
    assertThat(clinic.refused(AppointmentsApi.BOOK_APPOINTMENT, second, late).code())
        .isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat(entries(late)).isEmpty();
  }

  @Test
  void aRepeatedBookingHasAnEntryOfItsOwn() {
    UUID patient = clinic.patient();
    var wanted =
        new BookAppointment(
            clinic.doctor(), patient, PreparedRequests.at("10:00"), null, "key-" + patient);
    Caller first = identified(clinic.frontDesk());
    Caller again = identified(clinic.frontDesk());
    Appointment booked = clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, first);
    Appointment repeated = clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, again);
    assertThat(repeated.id()).isEqualTo(booked.id());
    assertThat(only(entries(first)).getArrayOfUUIDs("patient_ids")).containsExactly(patient);
    assertThat(only(entries(again)).getArrayOfUUIDs("patient_ids")).containsExactly(patient);
  }

  @Test
  void refusedAccessHasAnEntryWithTheReason() {
    UUID patient = clinic.patient();
    Caller stranger = identified(clinic.asPatient(clinic.patient()));
    clinic.refused(PatientsApi.GET_PATIENT, new GetPatient(patient), stranger);
    Row entry = only(entries(stranger));
    assertThat(entry.getString("outcome")).isEqualTo("forbidden");
    assertThat(entry.getArrayOfUUIDs("patient_ids")).containsExactly(patient);

    var wanted =
        new BookAppointment(clinic.doctor(), patient, PreparedRequests.at("10:00"), null, null);
    Appointment booked = clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
    Caller other = identified(clinic.asPatient(clinic.patient()));
    clinic.refused(AppointmentsApi.GET_APPOINTMENT, new GetAppointment(booked.id()), other);
    Row hidden = only(entries(other));
    assertThat(hidden.getString("outcome")).isEqualTo("not-found");
    assertThat(hidden.getUUID("resource_id")).isEqualTo(booked.id());
    assertThat(hidden.getArrayOfUUIDs("patient_ids")).containsExactly(patient);
  }

  @Test
  void aFailedSignInNamesTheAccountAndNoActor() {
    var account = requests.of(SignInApi.LOGIN);
    Login right = (Login) account.request();
    Caller visitor = identified(account.caller());
    clinic.refused(SignInApi.LOGIN, new Login(right.email(), "wrong", null, null), visitor);
    Row entry = only(entries(visitor));
    assertThat(entry.getString("outcome")).isEqualTo("wrong-credentials");
    assertThat(entry.getUUID("actor_id")).isNull();
    assertThat(entry.getUUID("resource_id")).isNotNull();
    assertThat(entry.deepToString()).doesNotContain(right.email());
  }

  @Test
  void aRefreshWithAnUnknownTokenLeavesNoEntryAndOneWithAnEndedSessionNamesTheAccount() {
    Caller visitor = identified(requests.of(SignInApi.LOGIN).caller());
    clinic.refused(SignInApi.REFRESH, new Refresh("unknown", null, null), visitor);
    assertThat(entries(visitor)).isEmpty();

    Asked right = requests.of(SignInApi.REFRESH);
    clinic.ask(SignInApi.REFRESH, (Refresh) right.request(), right.caller());
    clinic.sql("UPDATE identity.refresh_token SET used_at = used_at - interval '1 hour'");
    Caller again = identified(right.caller());
    clinic.refused(SignInApi.REFRESH, (Refresh) right.request(), again);
    Row entry = only(entries(again));
    assertThat(entry.getString("outcome")).isEqualTo("unauthenticated");
    assertThat(entry.getUUID("resource_id")).isNotNull();
  }

  @Test
  void thePurposeIsTheRelationOfTheUser() {
    UUID patient = clinic.patient();
    UUID doctor = clinic.doctor();
    assertThat(purpose(patient, clinic.frontDesk())).isEqualTo("ADMINISTRATION");
    assertThat(purpose(patient, clinic.asPatient(patient))).isEqualTo("OWN_DATA");
    clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient, null, null, null, null, EmergencyReason.UNABLE_TO_CONSENT, "Unconscious"),
        clinic.asDoctor(doctor));
    assertThat(purpose(patient, clinic.asDoctor(doctor))).isEqualTo("EMERGENCY");
    clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, PreparedRequests.at("10:00"), null, null),
        clinic.frontDesk());
    assertThat(purpose(patient, clinic.asDoctor(doctor))).isEqualTo("TREATMENT");
  }

  private static String purpose(UUID patient, Caller reader) {
    Caller caller = identified(reader);
    clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), caller);
    return only(entries(caller)).getString("purpose");
  }

  @Test
  void aSignOutWithoutASessionLeavesNoEntry() {
    Caller visitor = identified(requests.of(SignInApi.LOGIN).caller());
    clinic.ask(SignInApi.LOGOUT, new Logout(null), visitor);
    assertThat(entries(visitor)).isEmpty();
  }

  @Test
  void aDryRunLeavesNoEntry() {
    Caller desk = identified(clinic.frontDesk());
    Asked asked = requests.of(AvailabilityApi.SET_AVAILABILITY);
    var wanted = (SetAvailability) asked.request();
    clinic.ask(
        AvailabilityApi.SET_AVAILABILITY,
        new SetAvailability(wanted.doctorId(), 1, true, wanted.details()),
        desk);
    assertThat(entries(desk)).isEmpty();
  }

  @Test
  void aReadWhoseEntryCannotBeWrittenIsNotAnswered() {
    UUID patient = clinic.patient();
    refusing(
        PatientsApi.GET_PATIENT,
        () -> {
          try (ExpectedLogs expected =
              ExpectedLogs.of(AuditScope.class, "audit entry not written")) {
            assertThat(
                    clinic
                        .refused(
                            PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.frontDesk())
                        .code())
                .isEqualTo(CommonFailures.UNAVAILABLE);
            assertThat(expected.events()).isNotEmpty();
          }
        });
    clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.frontDesk());
  }

  @Test
  void aBookingWhoseEntryCannotBeWrittenIsNotMade() {
    UUID doctor = clinic.doctor();
    var wanted =
        new BookAppointment(doctor, clinic.patient(), PreparedRequests.at("10:00"), null, null);
    refusing(
        AppointmentsApi.BOOK_APPOINTMENT,
        () -> {
          try (ExpectedLogs expected = ExpectedLogs.of(Bus.class, "operation failed")) {
            clinic.refused(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
            assertThat(expected.events()).isNotEmpty();
          }
        });
    assertThat(clinic.sql("SELECT FROM scheduling.appointment WHERE doctor_id = $1", doctor).size())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.entry SET outcome = 'done'",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "TRUNCATE audit.entry_default",
        "UPDATE audit.new_entry SET outcome = 'done'",
        "DELETE FROM audit.new_entry"
      })
  void entriesCannotBeChanged(String statement) {
    clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(clinic.patient()), clinic.frontDesk());
    assertRefused(statement);
  }

  @Test
  void entriesOfAPartitionCannotBeChanged() {
    String partition =
        clinic
            .sql("SELECT tableoid::regclass::text AS part FROM audit.entry LIMIT 1")
            .iterator()
            .next()
            .getString("part");
    assertThat(partition).matches("audit\\.entry_\\d{6}");
    assertRefused("UPDATE " + partition + " SET outcome = 'done'");
    assertRefused("DELETE FROM " + partition);
    assertRefused("TRUNCATE " + partition);
  }

  private static void assertRefused(String statement) {
    assertThatThrownBy(() -> clinic.sql(statement))
        .isInstanceOf(PgException.class)
        .hasMessageContaining("append-only");
  }

  private static void refusing(Operation<?, ?> operation, Runnable work) {
    clinic.sql(
        "ALTER TABLE audit.entry ADD CONSTRAINT refusing CHECK (operation <> '"
            + operation.address()
            + "') NOT VALID");
    try {
      work.run();
    } finally {
      clinic.sql("ALTER TABLE audit.entry DROP CONSTRAINT refusing");
    }
  }

  /** The same caller with a request id of its own. */
  private static Caller identified(Caller caller) {
    return new Caller(
        caller.userId(),
        caller.roles(),
        caller.patientId(),
        caller.doctorId(),
        UUID.randomUUID().toString(),
        caller.address(),
        caller.deadline());
  }

  private static List<Row> entries(Caller caller) {
    List<Row> rows = new ArrayList<>();
    clinic
        .sql(
            "SELECT *, xid::text AS written_by FROM audit.entry WHERE request_id = $1",
            caller.requestId())
        .forEach(rows::add);
    return rows;
  }

  private static Row only(List<Row> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  /** The values of all members that name a patient. */
  private static Set<UUID> patientsIn(JsonNode reply) {
    return reply.findValues("patientId").stream()
        .map(id -> UUID.fromString(id.asText()))
        .collect(Collectors.toSet());
  }

  /** The tables of the product with rows that a transaction has written. */
  private static List<String> tablesChangedBy(String xid) {
    String tables =
        StreamSupport.stream(
                clinic
                    .sql(
                        """
                        SELECT oid::regclass::text AS name FROM pg_class
                         WHERE relkind = 'r' AND relnamespace::regnamespace::text IN
                           ('scheduling', 'patients', 'directory', 'identity', 'platform', 'privacy', 'prescriptions',
                            'records')
                        """)
                    .spliterator(),
                false)
            .map(row -> row.getString("name"))
            .map(
                name ->
                    "SELECT '%1$s' AS name FROM %1$s WHERE xmin = $1::text::xid".formatted(name))
            .collect(Collectors.joining(" UNION ALL "));
    List<String> changed = new ArrayList<>();
    clinic.sql(tables, xid).forEach(row -> changed.add(row.getString("name")));
    return changed;
  }
}
