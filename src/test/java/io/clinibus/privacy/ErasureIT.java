package io.clinibus.privacy;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.ErasureState;
import io.clinibus.privacy.api.ErasuresApi.GetErasure;
import io.clinibus.privacy.api.ErasuresApi.ListErasures;
import io.clinibus.privacy.api.ErasuresApi.Obstacle;
import io.clinibus.privacy.api.ErasuresApi.Outcome;
import io.clinibus.privacy.api.ErasuresApi.PlanItem;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.privacy.api.ErasuresApi.WithdrawErasure;
import io.clinibus.privacy.api.ExportsApi;
import io.clinibus.privacy.api.ExportsApi.CreateExport;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.records.Document;
import io.clinibus.privacy.records.SealedRows;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.testing.BusFixture;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Erasure of patients' data: planned, confirmed, and found nowhere afterwards. */
class ErasureIT {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static BusFixture clinic;
  private static BusFixture otherNode;
  private static DatabaseText database;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    otherNode = BusFixture.beside(clinic);
    database = new DatabaseText(clinic);
  }

  @AfterAll
  static void close() {
    otherNode.close();
    clinic.close();
  }

  @Test
  void afterTheErasureOnlyWhatThePlanNamesIsFoundAnywhere() {
    forgetOthers();
    CanaryPatient patient = CanaryPatient.treated(clinic);
    clinic.ask(
        ExportsApi.CREATE_EXPORT,
        new CreateExport(patient.id(), null),
        clinic.asPatient(patient.id()));
    assertThat(database.occurrences(CanaryPatient.MARK)).hasSizeGreaterThan(15);

    Erasure requested = request(patient.id());
    assertThat(database.occurrences(CanaryPatient.MARK)).hasSizeGreaterThan(15);
    confirm(requested);

    assertThat(database.occurrences(CanaryPatient.MARK))
        .as("what is set aside is sealed")
        .isEmpty();
    assertThat(
            openedRetained("appointments", patient.id())
                + openedRetained("appointment-notes", patient.id())
                + openedRetained("patient", patient.id())
                + openedRetained("changes", patient.id()))
        .contains(
            "Canarygiven",
            "Canaryfamily",
            "Canarymerged",
            "Canarycondition",
            "Canaryearlier",
            "canaryattendedreason",
            "canaryattendedanswer",
            "canaryattendednote")
        .doesNotContain(
            "canarysealed",
            "Canaryinsurer",
            "canaryrefused",
            "canarymail",
            "canaryfirst",
            "Canarystreet",
            "Canarycontact",
            "Canaryinsurance",
            "Canaryformer",
            "canaryinvited",
            "Canaryfactor",
            "Canaryblocked",
            "canarycancelled",
            "canarywaiting",
            "canaryansweredwaiting",
            "Canaryproposed",
            "canarynote",
            "Canarydevice",
            "canarypayload",
            "Canaryaccount",
            "Canaryname");
    assertThat(requested.plan().items())
        .filteredOn(item -> item.retained() > 0)
        .allMatch(item -> item.source().contains("630f") && item.retainedUntil() != null)
        .extracting(PlanItem::record)
        .containsExactlyInAnyOrder(
            "patient", "changes", "emergency-access", "appointments", "appointment-notes");
    assertThat(retained(patient.id()))
        .containsExactlyInAnyOrderElementsOf(
            requested.plan().items().stream()
                .filter(item -> item.retained() > 0)
                .map(item -> item.record() + " " + item.retained())
                .toList());
    assertThat(openedRetained("emergency-access", patient.id())).contains("canarysealed");
    assertThat(redisKeys())
        .noneMatch(key -> key.toLowerCase(Locale.ROOT).contains(CanaryPatient.MARK));
  }

  /** What is set aside and sealed, as who has the key of the clinic reads it. */
  private static String openedRetained(String record, UUID patient) {
    var seals = new SealedRows(clinic.platform().patientKeys());
    StringBuilder opened = new StringBuilder();
    clinic
        .sql(
            """
            SELECT key, content::text AS content FROM privacy.retained_record
             WHERE record = $1 AND patient_id = $2
            """,
            record,
            patient)
        .forEach(
            row ->
                opened.append(
                    BusFixture.await(
                            seals.retained(
                                record,
                                new Document(row.getString("key"), row.getString("content"))))
                        .json()));
    return opened.toString();
  }

  @Test
  void nothingIsRetainedOfAPatientWhoWasNeverTreated() {
    forgetOthers();
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    Erasure requested = request(patient.id());
    assertThat(requested.plan().items())
        .allMatch(item -> item.retained() == 0 && item.retainedUntil() == null);
    Erasure done = confirm(requested);
    assertThat(database.occurrences(CanaryPatient.MARK)).isEmpty();
    assertThat(done.state()).isEqualTo(ErasureState.DONE);
    assertThat(done.patientName()).isNull();
    assertThat(done.plan()).isEqualTo(requested.plan());
    assertThat(done.plan().items())
        .extracting(PlanItem::record, PlanItem::outcome)
        .contains(
            org.assertj.core.groups.Tuple.tuple("appointments", Outcome.PSEUDONYMISED),
            org.assertj.core.groups.Tuple.tuple("mails", Outcome.ERASED),
            org.assertj.core.groups.Tuple.tuple("accesses", Outcome.KEPT));
  }

  @Test
  void anErasureForAMergedRecordIsThatOfTheRecordThatStands() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    Erasure own = request(patient.id());
    Erasure former =
        clinic.ask(
            ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient.former()), clinic.admin());
    assertThat(former.plan().version()).isEqualTo(own.plan().version());
    confirm(former);
    assertThat(
            clinic.sql(
                "SELECT FROM patients.patient WHERE id IN ($1, $2) AND erased_at IS NOT NULL",
                patient.id(),
                patient.former()))
        .hasSize(2);
    for (String table : List.of("merge", "duplicate", "account_invitation", "change")) {
      assertThat(clinic.sql("SELECT t::text AS row FROM patients.%s AS t".formatted(table)))
          .as(table)
          .noneMatch(
              row ->
                  row.getString("row").contains(patient.id().toString())
                      || row.getString("row").contains(patient.former().toString()));
    }
    for (String table :
        List.of("factor", "totp_enrolment", "recovery_code", "sign_in_challenge", "session")) {
      assertThat(
              clinic.sql(
                  "SELECT FROM identity.%s WHERE account_id = $1".formatted(table),
                  patient.account()))
          .as(table)
          .isEmpty();
    }
    assertThat(refusedConfirmation(own).code()).isEqualTo(PrivacyFailures.ERASURE_CLOSED);
  }

  @Test
  void noNodeShowsThePatientAfterwards() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    LocalDate today = LocalDate.now(BERLIN);
    clinic.sql(
        """
        INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT $1, $2, $3, day.at, day.at + interval '1 minute', tstzrange(day.at, day.at + interval '1 minute'),
               'COMPLETED'
          FROM (SELECT $4::timestamptz AS at) AS day
        """,
        UUID.randomUUID(),
        patient.doctor(),
        patient.id(),
        today.atStartOfDay(BERLIN).toOffsetDateTime());
    for (BusFixture node : List.of(clinic, otherNode)) {
      assertThat(shownBy(node, today)).contains("Canarygiven");
    }
    confirm(request(patient.id()));
    for (BusFixture node : List.of(clinic, otherNode)) {
      assertThat(
              node.refused(
                      PatientsApi.GET_PATIENT,
                      new PatientsApi.GetPatient(patient.id()),
                      node.frontDesk())
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(shownBy(node, today)).doesNotContain("Canary").contains(patient.id().toString());
    }
    assertThat(
            clinic.sql(
                """
                SELECT type, payload::text AS p FROM platform.outbox
                 WHERE type IN ('patients.patient-erased', 'identity.sessions-revoked')
                """))
        .extracting(row -> row.getString("type"))
        .contains("patients.patient-erased", "identity.sessions-revoked");
    assertThat(revoked(patient.account())).isTrue();
  }

  @Test
  void aPlanThatChangedIsRefusedAndShownAnew() {
    forgetOthers(); // Duplicates that a job finds change a plan as well.
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    Erasure requested = request(patient.id());
    clinic.sql(
        "UPDATE scheduling.appointment SET status = 'COMPLETED' WHERE patient_id = $1",
        patient.id());
    Failure refused = refusedConfirmation(requested);
    assertThat(refused.code()).isEqualTo(PrivacyFailures.PLAN_CHANGED);
    Erasure now =
        clinic.ask(ErasuresApi.GET_ERASURE, new GetErasure(requested.id()), clinic.admin());
    assertThat(refused.extensions().get("plan")).isEqualTo(now.plan());
    assertThat(database.has("patients.patient", "id", patient.id().toString())).isTrue();
    assertThat(confirm(now).state()).isEqualTo(ErasureState.DONE);
    assertThat(refusedConfirmation(now).code()).isEqualTo(PrivacyFailures.ERASURE_CLOSED);
  }

  @Test
  void openThingsPreventTheErasure() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    clinic.sql(
        """
        UPDATE scheduling.appointment
           SET status = 'BOOKED', starts_at = now() + interval '1 day', ends_at = now() + interval '25 h',
               during = tstzrange(now() + interval '1 day', now() + interval '25 h')
         WHERE patient_id = $1
        """,
        patient.id());
    // For Sundays, of which a job offers none meanwhile.
    clinic.sql(
        "UPDATE scheduling.waitlist_entry SET status = 'WAITING', weekdays = '{7}' WHERE patient_id"
            + " = $1",
        patient.id());
    Erasure requested = request(patient.id());
    assertThat(requested.plan().obstacles())
        .containsExactlyInAnyOrder(new Obstacle("appointments", 1), new Obstacle("waitlist", 1));
    Failure refused = refusedConfirmation(requested);
    assertThat(refused.code()).isEqualTo(PrivacyFailures.ERASURE_PREVENTED);
    assertThat(refused.extensions().get("obstacles")).isEqualTo(requested.plan().obstacles());
    clinic.ask(
        ErasuresApi.WITHDRAW_ERASURE,
        new WithdrawErasure(requested.id()),
        clinic.asPatient(patient.id()));
    assertThat(refusedConfirmation(requested).code()).isEqualTo(PrivacyFailures.ERASURE_CLOSED);
  }

  @Test
  void patientsRequestForThemselvesAndOnlyAdministratorsConfirm() {
    UUID patient = clinic.patient();
    UUID other = clinic.patient();
    Erasure requested = request(patient);
    for (Caller refused : List.of(clinic.asPatient(other), clinic.frontDesk())) {
      assertThat(
              clinic
                  .refused(ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), refused)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              clinic
                  .refused(ErasuresApi.GET_ERASURE, new GetErasure(requested.id()), refused)
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
    assertThat(
            clinic
                .refused(
                    ErasuresApi.CONFIRM_ERASURE,
                    new ConfirmErasure(requested.id(), requested.plan().version()),
                    clinic.asPatient(patient))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            clinic
                .refused(
                    ErasuresApi.LIST_ERASURES,
                    new ListErasures(null, null, null, null),
                    clinic.asPatient(patient))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            clinic
                .refused(ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), clinic.admin())
                .code())
        .isEqualTo(PrivacyFailures.ERASURE_REQUESTED);
  }

  @Test
  void anAccountOfTheStaffStaysWithoutItsPatient() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    clinic.sql(
        "UPDATE identity.account SET roles = '{PATIENT,RECEPTIONIST}' WHERE id = $1",
        patient.account());
    confirm(request(patient.id()));
    assertThat(
            clinic.sql(
                "SELECT roles, patient_id, name FROM identity.account WHERE id = $1",
                patient.account()))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getArrayOfStrings("roles")).containsExactly("RECEPTIONIST");
              assertThat(row.getUUID("patient_id")).isNull();
              assertThat(row.getString("name")).isEqualTo("Canaryname");
            });
    assertThat(clinic.sql("SELECT FROM identity.factor WHERE account_id = $1", patient.account()))
        .hasSize(1);
    for (String table :
        List.of(
            "revocation",
            "factor",
            "passkey",
            "totp_enrolment",
            "recovery_code",
            "sign_in_challenge")) {
      clinic.sql(
          "DELETE FROM identity.%s WHERE account_id = $1".formatted(table), patient.account());
    }
    clinic.sql("DELETE FROM identity.account WHERE id = $1", patient.account());
  }

  @Test
  void theChangeLogOfOtherPatientsStaysAppendOnly() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    String delete = "DELETE FROM patients.change WHERE patient_id = $1";
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> clinic.sql(delete, patient.id())))
        .hasMessageContaining("append-only");
    confirm(request(patient.id()));
    assertThat(clinic.sql(delete, patient.id()).rowCount()).isZero();
  }

  private static Erasure request(UUID patient) {
    return clinic.ask(
        ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), clinic.asPatient(patient));
  }

  private static Erasure confirm(Erasure requested) {
    return clinic.ask(
        ErasuresApi.CONFIRM_ERASURE,
        new ConfirmErasure(requested.id(), requested.plan().version()),
        clinic.admin());
  }

  private static Failure refusedConfirmation(Erasure requested) {
    return clinic.refused(
        ErasuresApi.CONFIRM_ERASURE,
        new ConfirmErasure(requested.id(), requested.plan().version()),
        clinic.admin());
  }

  /** Erases the patients of other tests, and what is retained of them. */
  private static void forgetOthers() {
    clinic
        .sql("SELECT id FROM patients.patient WHERE deleted_at IS NULL AND search ILIKE '%canary%'")
        .forEach(
            row -> {
              UUID id = row.getUUID("id");
              clinic.sql(
                  "UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE patient_id = $1",
                  id);
              clinic.sql(
                  "UPDATE scheduling.waitlist_entry SET status = 'LEFT' WHERE patient_id = $1", id);
              clinic.sql(
                  "UPDATE privacy.erasure SET state = 'WITHDRAWN' WHERE patient_id = $1", id);
              confirm(
                  clinic.ask(ErasuresApi.REQUEST_ERASURE, new RequestErasure(id), clinic.admin()));
            });
    clinic.sql("DELETE FROM privacy.retained_record");
  }

  private static List<String> retained(UUID patient) {
    return io.clinibus.platform.db.Rows.list(
        clinic.sql(
            """
            SELECT record || ' ' || count(*) AS kept FROM privacy.retained_record
             WHERE patient_id = $1 GROUP BY record
            """,
            patient),
        row -> row.getString("kept"));
  }

  private static String shownBy(BusFixture node, LocalDate today) {
    String board =
        io.clinibus.bus.Json.MAPPER
            .valueToTree(
                node.ask(
                    AgendaApi.GET_DEPARTMENT_DAY,
                    new GetDepartmentDay(node.department(), today),
                    node.admin()))
            .toString();
    String found =
        io.clinibus.bus.Json.MAPPER
            .valueToTree(
                node.ask(
                    PatientsApi.SEARCH_PATIENTS,
                    new PatientsApi.SearchPatients("Canarygiven", null, null, null),
                    node.frontDesk()))
            .toString();
    return board + found;
  }

  private static boolean revoked(UUID account) {
    return clinic.sql("SELECT FROM identity.revocation WHERE account_id = $1", account).size() == 1
        && clinic.sql("SELECT FROM identity.session WHERE account_id = $1", account).size() == 0;
  }

  private static List<String> redisKeys() {
    return await(clinic.platform().redis().send(Request.cmd(Command.KEYS).arg("*"))).stream()
        .map(Object::toString)
        .toList();
  }
}
