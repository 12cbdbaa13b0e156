package io.clinibus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.node.Modules;
import io.clinibus.platform.Module;
import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every table of the database is stated by a domain as personal or impersonal. */
class PersonalDataIT {

  private static final List<PersonalData> STATED =
      Modules.ALL.list().stream().map(Module::personalData).toList();

  /**
   * Columns of personal tables whose values are constants, ids or codes of the product, or of
   * former releases, until they are sealed.
   */
  private static final Map<String, Set<String>> WITHOUT_WORDS =
      Map.ofEntries(
          Map.entry("patients.patient", Set.of("sex", "medical_history")),
          Map.entry("patients.change", Set.of("part", "actor_role")),
          Map.entry("patients.proposal", Set.of("part", "status")),
          Map.entry("scheduling.appointment", Set.of("lane", "status", "reason", "answers")),
          Map.entry("scheduling.appointment_change", Set.of("kind", "status", "note")),
          Map.entry("scheduling.waitlist_entry", Set.of("status", "reason", "answers")),
          Map.entry("scheduling.waitlist_offer", Set.of("answer")),
          Map.entry("patients.emergency_access", Set.of("reason_code", "review_result", "reason")),
          Map.entry("patients.duplicate", Set.of("reasons", "status")),
          Map.entry("patients.representation", Set.of("relation", "ended_because")),
          Map.entry("patients.representation_change", Set.of("kind", "document")),
          Map.entry("patients.merge_row", Set.of("kind")),
          Map.entry("identity.account", Set.of("roles", "language")),
          Map.entry("identity.registration", Set.of("language")),
          Map.entry("identity.factor", Set.of("kind")),
          Map.entry("identity.passkey", Set.of("transports")),
          Map.entry("identity.session", Set.of("methods")),
          Map.entry("notifications.delivery", Set.of("kind", "state")),
          Map.entry("platform.outbox", Set.of("type")),
          Map.entry("platform.patient_key", Set.of("wrapped_by")),
          Map.entry("records.encounter", Set.of("kind", "status")),
          Map.entry("records.encounter_entry", Set.of("kind")),
          Map.entry("records.entry", Set.of("kind", "status")),
          Map.entry("records.restriction", Set.of("part", "subject")),
          Map.entry("documents.document", Set.of("category", "state", "content_type", "blob")),
          Map.entry("documents.letter", Set.of("kind")),
          Map.entry("prescriptions.prescription", Set.of("status")),
          Map.entry("privacy.export", Set.of("language", "state")),
          Map.entry("privacy.erasure", Set.of("state", "plan")),
          Map.entry(
              "audit.entry",
              Set.of(
                  "actor_roles",
                  "operation",
                  "kind",
                  "outcome",
                  "address",
                  "node",
                  "request_id",
                  "purpose")));

  private static BusFixture clinic;
  private static DatabaseText database;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    database = new DatabaseText(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void everyTableIsStatedAsPersonalOrImpersonal() {
    Set<String> tables = database.tables();
    assertThat(tables).hasSizeGreaterThan(30);
    Set<String> stated =
        Stream.concat(
                personal().stream(),
                STATED.stream().flatMap(data -> data.impersonal().keySet().stream()))
            .collect(Collectors.toSet());
    assertThat(stated).containsExactlyInAnyOrderElementsOf(tables);
  }

  @Test
  void tablesWithColumnsThatNamePersonsArePersonal() {
    Set<String> persons = database.tablesOfPersons();
    assertThat(persons).hasSizeGreaterThan(15);
    persons.removeAll(
        Set.of(
            "directory.doctor", // staff
            "scheduling.policy", // the clinic itself
            "patients.record_rules", // its privacy officer, who is staff
            "privacy.retained_record")); // of patients whose data was erased
    assertThat(personal()).containsAll(persons);
  }

  @Test
  void theTestPatientHasWordsInEveryColumnThatCanHoldThem() {
    CanaryPatient.treated(clinic);
    for (String table : personal()) {
      Set<String> columns = database.textColumns(table);
      columns.removeAll(WITHOUT_WORDS.getOrDefault(table, Set.of()));
      assertThat(columns)
          .as(table)
          .allMatch(column -> database.has(table, column, CanaryPatient.MARK));
    }
  }

  @Test
  void namesOfRecordsAreUnique() {
    List<String> names =
        STATED.stream().flatMap(data -> data.records().stream()).map(PersonalRecord::name).toList();
    assertThat(names).hasSizeGreaterThan(14).doesNotHaveDuplicates();
  }

  private static Set<String> personal() {
    return STATED.stream()
        .flatMap(data -> data.records().stream())
        .flatMap(record -> record.tables().stream())
        .collect(Collectors.toSet());
  }
}
