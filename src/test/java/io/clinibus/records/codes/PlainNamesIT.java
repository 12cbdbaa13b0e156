package io.clinibus.records.codes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Language;
import io.clinibus.platform.db.Database;
import io.clinibus.records.codes.CodeNames.Key;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.QueryPlans;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SqlWatch;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Patients read coded diagnoses in plain words of their language, doctors what was written. */
class PlainNamesIT {

  private static final String NAMES = "FROM unnest($1::text[], $2::text[]) AS wanted";

  private static SqlWatch watch;
  private static RestFixture clinic;
  private static RestClient doctor;
  private static RestClient patient;
  private static RestClient mother;
  private static String doctorId;
  private static String record;
  private static String encounter;
  private static String entry;

  @BeforeAll
  static void open() throws Exception {
    watch = SqlWatch.over(TestServers.newDatabase());
    clinic = RestFixture.open(TestNode.settings(watch.url()), Clock.systemUTC());
    doctorId = clinic.doctor(30, "00:00", "23:30");
    doctor = clinic.signedInDoctor(doctorId);
    patient = RestClient.registered(clinic.url(), "ada@example.org", "Ada", "Lovelace");
    record = "/api/patients/" + patient.patientId();
    mother = RestClient.registered(clinic.url(), "anne@example.org", "Anne", "Byron");
    clinic.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES (gen_random_uuid(), $1, $2, 'CHILD', now(), now())
        """,
        UUID.fromString(mother.patientId()),
        UUID.fromString(patient.patientId()));
    clinic.sql(
        "UPDATE patients.patient SET birth_date = now() - interval '8 years' WHERE id = $1",
        UUID.fromString(patient.patientId()));
    book(patient, 8);
    try (Connection connection =
        Database.connect(clinic.node().node().platform().settings().database())) {
      connection.setAutoCommit(false);
      DemoCodes.write(connection, Instant.now());
      connection.commit();
    }
    encounter =
        signed(
            patient.patientId(),
            List.of(
                diagnosis("GUT-04", " acid reflux "),
                diagnosis("RESP-01", "Common cold, third time"),
                diagnosis(null, "Acid reflux")));
    entry = created(doctor.post(record + "/entries", problem("HEART-01", "High blood pressure")));
  }

  @AfterAll
  static void close() {
    clinic.close();
    watch.close();
  }

  @Test
  void thePatientReadsTheirOwnLanguage() {
    readsDiagnoses("de", "Sodbrennen", "Bluthochdruck");
    readsDiagnoses("es", "Reflujo ácido", "Tensión alta");
  }

  private static void readsDiagnoses(String language, String reflux, String pressure) {
    String wanted = "?language=" + language;
    var texts = List.of(reflux, "Common cold, third time", "Acid reflux");
    for (RestClient reader : List.of(patient, mother)) {
      Answer chart = ok(reader.get(record + "/chart" + wanted));
      assertThat(texts(chart.body().at("/visits/0/diagnoses"))).isEqualTo(texts);
      assertThat(chart.text("/entries/0/details/condition/code/display")).isEqualTo(pressure);
      assertThat(chart.text("/entries/0/details/condition/code/code")).isEqualTo("HEART-01");
      Answer one = ok(reader.get("/api/encounters/" + encounter + wanted));
      assertThat(texts(one.body().at("/note/diagnoses"))).isEqualTo(texts);
      Answer all = ok(reader.get(record + "/encounters" + wanted));
      assertThat(texts(all.body().at("/items/0/note/diagnoses"))).isEqualTo(texts);
      Answer versions = ok(reader.get(record + "/entries/" + entry + "/history" + wanted));
      assertThat(versions.text("/items/0/details/condition/code/display")).isEqualTo(pressure);
      Answer timeline = ok(reader.get(record + "/timeline" + wanted + "&kind=ENCOUNTER"));
      assertThat(texts(timeline.body().at("/items/0/visit/diagnoses"))).isEqualTo(texts);
      Answer problems = ok(reader.get(record + "/timeline" + wanted + "&kind=CONDITION"));
      assertThat(problems.text("/items/0/entry/details/condition/code/display"))
          .isEqualTo(pressure);
    }
  }

  @Test
  void whoStatesNoLanguageReadsWhatWasWritten() {
    Answer chart = ok(patient.get(record + "/chart"));
    assertThat(chart.text("/visits/0/diagnoses/0/text")).isEqualTo(" acid reflux ");
  }

  @Test
  void doctorsReadWhatWasWrittenWithoutAFurtherStatement() {
    watch.forget();
    Answer chart = ok(doctor.get(record + "/chart?language=de"));
    assertThat(chart.text("/visits/0/diagnoses/0/text")).isEqualTo(" acid reflux ");
    assertThat(chart.text("/entries/0/details/condition/code/display"))
        .isEqualTo("High blood pressure");
    ok(doctor.get("/api/encounters/" + encounter + "?language=de"));
    ok(doctor.get(record + "/timeline?language=de"));
    assertThat(found(doctor, "reflux", "de").body().at("/items")).hasSize(1);
    assertThat(found(doctor, "Sodbrennen", "de").body().at("/items")).isEmpty();
    assertThat(statements()).isZero();

    ok(patient.get(record + "/chart?language=de"));
    assertThat(statements()).isOne();
  }

  @Test
  void whereNothingIsCodedNothingIsLookedUp() {
    RestClient other = RestClient.registered(clinic.url(), "bob@example.org", "Bob", "Doe");
    book(other, 9);
    signed(other.patientId(), List.of(diagnosis(null, "Acid reflux")));
    watch.forget();
    Answer chart = ok(other.get("/api/patients/" + other.patientId() + "/chart?language=de"));
    assertThat(chart.text("/visits/0/diagnoses/0/text")).isEqualTo("Acid reflux");
    assertThat(statements()).isZero();
  }

  @Test
  void thePatientFindsWhatIsShownAndWhatWasWritten() {
    Answer shown = found(patient, "sodbrennen", "de");
    assertThat(shown.body().at("/items")).hasSize(1);
    assertThat(shown.text("/items/0/item/id")).isEqualTo(encounter);
    assertThat(shown.text("/items/0/item/visit/diagnoses/0/text")).isEqualTo("Sodbrennen");
    assertThat(shown.text("/items/0/excerpt")).contains("Sodbrennen");
    Answer written = found(patient, "blood pressure", "de");
    assertThat(written.text("/items/0/item/entry/details/condition/code/display"))
        .isEqualTo("Bluthochdruck");
    assertThat(found(patient, "sodbrennen", "es").body().at("/items")).isEmpty();
  }

  @Test
  void namesAreReadByTheIndex() {
    var statement =
        new CodeNameRepository(clinic.node().node().platform().database())
            .statement(List.of(new Key(DemoCodes.SYSTEM, "GUT-04")));
    clinic.sql(
        """
        INSERT INTO records.code_system (name, version, licence, imported_at)
        VALUES ('large', '1', 'CC0', now())
        """);
    clinic.sql(
        """
        INSERT INTO records.code (id, system, code, en, de, es)
        SELECT gen_random_uuid(), 'large', 'Z' || n, 'Zname', '', '' FROM generate_series(1, 5000) AS n
        """);
    clinic.sql("ANALYZE records.code");
    assertThat(QueryPlans.steps(clinic.node().node().platform().database(), statement))
        .isNotEmpty()
        .doesNotContain("Seq Scan code");
  }

  @Test
  void whatIsKnownIsReadAgainAfterTheNameOfACodeHasChanged() {
    String wanted = "/api/encounters/" + encounter + "?language=de";
    String known = ok(patient.get(wanted)).etag();
    assertThat(patient.get(wanted, "If-None-Match", known).status()).isEqualTo(304);
    name("Saures Aufstoßen");
    Answer now = ok(patient.get(wanted, "If-None-Match", known));
    assertThat(texts(now.body().at("/note/diagnoses"))).contains("Saures Aufstoßen");
    name("Sodbrennen");
    assertThat(patient.get(wanted, "If-None-Match", known).status()).isEqualTo(304);
  }

  private static void name(String german) {
    clinic.sql("UPDATE records.code SET de = $1 WHERE code = 'GUT-04'", german);
  }

  @Test
  void retiredCodesKeepTheirNames() {
    clinic.sql("UPDATE records.code SET active = false WHERE code = 'GUT-04'");
    Answer chart = ok(patient.get(record + "/chart?language=" + Language.de));
    assertThat(chart.text("/visits/0/diagnoses/0/text")).isEqualTo("Sodbrennen");
  }

  private static long statements() {
    return watch.executed().stream().filter(sql -> sql.contains(NAMES)).count();
  }

  private static void book(RestClient who, int hour) {
    String start = DaysAhead.at(DaysAhead.tuesday(), "%02d:00".formatted(hour));
    created(who.post("/api/appointments", Map.of("doctorId", doctorId, "start", start)));
  }

  private static String signed(String patientId, List<Map<String, Object>> diagnoses) {
    Answer opened =
        doctor.post("/api/encounters", Map.of("kind", "TELEPHONE", "patientId", patientId));
    String path = "/api/encounters/" + created(opened);
    Map<String, Object> note = new HashMap<>();
    List.of("reason", "subjective", "objective", "assessment", "plan")
        .forEach(part -> note.put(part, ""));
    List.of("measurements", "orders").forEach(part -> note.put(part, List.of()));
    note.put("diagnoses", diagnoses);
    Answer saved = ok(doctor.put(path + "/note", note, "If-Match", opened.etag()));
    Answer signed = ok(doctor.post(path + "/signature", Map.of(), "If-Match", saved.etag()));
    return signed.text("/id");
  }

  private static Map<String, Object> diagnosis(String code, String text) {
    Map<String, Object> diagnosis = new HashMap<>();
    diagnosis.put("text", text);
    diagnosis.put("certainty", "CONFIRMED");
    diagnosis.put("problem", false);
    if (code != null) {
      diagnosis.put("code", code);
      diagnosis.put("system", DemoCodes.SYSTEM);
    }
    return diagnosis;
  }

  private static Map<String, Object> problem(String code, String name) {
    Map<String, String> coded = Map.of("system", DemoCodes.SYSTEM, "code", code, "display", name);
    return Map.of(
        "condition", Map.of("code", coded, "clinicalStatus", "ACTIVE", "certainty", "CONFIRMED"));
  }

  private static Answer found(RestClient reader, String text, String language) {
    return ok(reader.post(record + "/record-search", Map.of("text", text, "language", language)));
  }

  private static List<String> texts(JsonNode diagnoses) {
    return diagnoses.findValuesAsText("text");
  }

  private static String created(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.text("/id");
  }

  private static Answer ok(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer;
  }
}
