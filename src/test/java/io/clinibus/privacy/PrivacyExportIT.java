package io.clinibus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.privacy.api.ExportsApi;
import io.clinibus.privacy.api.ExportsApi.CreateExport;
import io.clinibus.privacy.api.ExportsApi.Export;
import io.clinibus.privacy.api.ExportsApi.ExportState;
import io.clinibus.privacy.api.ExportsApi.GetExportPart;
import io.clinibus.privacy.api.ExportsApi.ListExports;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.sqlclient.SqlConnection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies of everything about a patient. */
class PrivacyExportIT {

  /** A copy takes longer when the machine is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void aCopyHasEverythingAboutThePatientAndNothingAboutOthers() throws IOException {
    CanaryPatient patient = CanaryPatient.treated(clinic);
    clinic.sql(
        "UPDATE patients.patient SET given_name = 'Otherperson' WHERE id = $1", clinic.patient());
    Caller me = clinic.asPatient(patient.id());

    Map<String, byte[]> files = copy(patient.id(), me);

    StringBuilder all = new StringBuilder();
    for (var file : files.entrySet()) {
      if (file.getKey().endsWith(".json")) {
        all.append(text(file.getValue()));
      }
    }
    assertThat(all.toString()).contains(CanaryPatient.copied().toArray(String[]::new));
    assertThat(all.toString())
        .doesNotContain("Otherperson", "canaryhash", "canaryprint", "canaryblockreason");
    JsonObject about = new JsonObject(text(files.get("about.json")));
    about
        .getJsonObject("records")
        .forEach(
            record ->
                assertThat(new JsonArray(text(files.get(record.getKey()))))
                    .as(record.getKey())
                    .hasSize((Integer) record.getValue()));
    assertThat(about.getJsonObject("records").getInteger("accesses.json")).isPositive();
    assertThat(pdf(files)).contains("Canaryfamily", "canarywaiting", "Accesses to your data");
    assertThat(about.getBoolean("clinicalParts")).isTrue();
  }

  @Test
  void everyFileIsValidByTheSchemaInTheCopy() throws IOException {
    CanaryPatient patient = CanaryPatient.treated(clinic);
    Map<String, byte[]> files = copy(patient.id(), clinic.asPatient(patient.id()));
    JsonObject schemas = new JsonObject(text(files.get("schema.json"))).getJsonObject("$defs");
    assertThat(schemas.fieldNames())
        .isEqualTo(
            files.keySet().stream()
                .filter(name -> name.endsWith(".json") && !name.equals("schema.json"))
                .collect(Collectors.toSet()));
    for (String name : schemas.fieldNames()) {
      Validator validator =
          Validator.create(
              JsonSchema.of(schemas.getJsonObject(name)),
              new JsonSchemaOptions()
                  .setBaseUri("https://clinibus.example")
                  .setDraft(Draft.DRAFT202012)
                  .setOutputFormat(OutputFormat.Basic));
      OutputUnit result = validator.validate(Json.decodeValue(text(files.get(name))));
      assertThat(result.getValid()).as(name + ": " + result.getErrors()).isTrue();
    }
  }

  @Test
  void aCopyThatAnAdministratorAskedForHasNoClinicalParts() throws IOException {
    CanaryPatient patient = CanaryPatient.treated(clinic);
    Map<String, byte[]> files = copy(patient.id(), clinic.admin());
    StringBuilder all = new StringBuilder(pdf(files));
    files.values().forEach(content -> all.append(text(content)));
    assertThat(all.toString())
        .contains("Canaryfamily", "Canaryformer", "without your medical history")
        .doesNotContain(CanaryPatient.clinical().toArray(String[]::new));
    assertThat(new JsonObject(text(files.get("about.json"))).getBoolean("clinicalParts")).isFalse();
    assertThat(new JsonArray(text(files.get("emergency-access.json")))).hasSize(1);
  }

  @Test
  void aDoctorMakesAWholeCopyForATreatedPatientWithoutAnAccount() throws IOException {
    CanaryPatient patient = CanaryPatient.treated(clinic);
    Caller doctor = clinic.asDoctor(patient.doctor());
    assertThat(refusedCopy(patient.id(), doctor)).isEqualTo(PrivacyFailures.EXPORT_IN_ACCOUNT);
    clinic.sql("UPDATE identity.account SET patient_id = NULL WHERE id = $1", patient.account());

    Export export = ready(patient.id(), doctor);
    assertThat(export.clinical()).isTrue();
    assertThat(export.own()).isTrue();
    StringBuilder all = new StringBuilder();
    download(export, doctor).values().forEach(content -> all.append(text(content)));
    assertThat(all.toString()).contains(CanaryPatient.clinical().toArray(String[]::new));

    var part = new GetExportPart(export.id(), 0);
    for (Caller other : new Caller[] {clinic.asDoctor(clinic.doctor()), clinic.admin()}) {
      assertThat(clinic.refused(ExportsApi.GET_EXPORT_PART, part, other).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
    clinic.sql(
        "UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE patient_id = $1",
        patient.id());
    assertThat(clinic.refused(ExportsApi.GET_EXPORT_PART, part, doctor).code())
        .as("treated no more")
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(refusedCopy(patient.id(), doctor)).isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void aSectionThatWasChangedIsRefusedAndAudited() {
    UUID patient = clinic.patient();
    Export export = ready(patient, clinic.asPatient(patient));
    clinic.sql(
        """
        UPDATE privacy.export_part
           SET content = set_byte(content, 40, get_byte(content, 40) # 1) WHERE export_id = $1
        """,
        export.id());
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(
              clinic
                  .refused(
                      ExportsApi.GET_EXPORT_PART,
                      new GetExportPart(export.id(), 0),
                      clinic.asPatient(patient))
                  .code())
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).hasSize(1);
      assertThat(logs.events().get(0).getKeyValuePairs().toString())
          .contains("privacy.export_part.content");
    }
    assertThat(
            clinic.sql(
                """
                SELECT FROM audit.entry
                 WHERE operation = 'privacy.getExportPart' AND outcome = 'unreadable-seal'
                   AND $1 = ANY (patient_ids)
                """,
                patient))
        .hasSize(1);
  }

  @Test
  void aDoctorMakesNoCopyOfAPatientWhomTheyDoNotTreat() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    clinic.sql("UPDATE identity.account SET patient_id = NULL WHERE id = $1", patient.account());
    Caller doctor = clinic.asDoctor(clinic.doctor());
    clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient.id(),
            null,
            null,
            null,
            null,
            EmergencyAccessApi.EmergencyReason.LIFE_THREATENING,
            "unconscious in the emergency room"),
        doctor);
    assertThat(refusedCopy(patient.id(), doctor)).isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            clinic.refused(ExportsApi.LIST_EXPORTS, new ListExports(patient.id()), doctor).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private static FailureCode refusedCopy(UUID patient, Caller caller) {
    return clinic.refused(ExportsApi.CREATE_EXPORT, new CreateExport(patient, null), caller).code();
  }

  @Test
  void anAdministratorCannotDownloadACopyWithClinicalParts() {
    UUID patient = clinic.patient();
    Caller admin = clinic.admin();
    clinic.sql(
        """
        INSERT INTO privacy.export
          (id, patient_id, requested_by, language, state, parts, size, created_at, expires_at)
        VALUES (gen_random_uuid(), $1, $2, 'en', 'READY', 1, 1, now(), now() + interval '1 day')
        """,
        patient,
        admin.userId());
    Export ofTheReleaseBefore = exports(patient, admin);
    assertThat(ofTheReleaseBefore.own()).isFalse();
    assertThat(
            clinic.refused(
                ExportsApi.GET_EXPORT_PART, new GetExportPart(ofTheReleaseBefore.id(), 0), admin))
        .extracting(Failure::code)
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void thePdfShowsNamesInOtherScripts() throws IOException {
    UUID patient = clinic.patient();
    clinic.sql(
        """
        UPDATE patients.patient
           SET given_name = 'Αλέξανδρος Đặng Nguyễn', family_name = 'Щербакова', address = 'محمد'
         WHERE id = $1
        """,
        patient);
    Map<String, byte[]> files = copy(patient, clinic.asPatient(patient));
    String shown = pdf(files);
    assertThat(shown).contains("Αλέξανδρος Đặng Nguyễn", "Щербакова").doesNotContain("#");
    // PDF readers turn the presentation forms of Arabic letters into letters again.
    assertThat(java.text.Normalizer.normalize(shown, java.text.Normalizer.Form.NFKC))
        .contains("محمد");
  }

  @Test
  void largeCopiesAreWrittenInSections() throws IOException {
    UUID patient = clinic.patient();
    clinic.sql(
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, key, payload, state, due_at, created_at)
        SELECT '7', n, $1, 'BOOKED', 'large' || n,
               jsonb_build_object('text', (SELECT string_agg(md5(n || ':' || i), '')
                                             FROM generate_series(1, 20) AS i)),
               'SENT', now(), now()
          FROM generate_series(1, 1500) AS n
        """,
        patient);
    Caller me = clinic.asPatient(patient);
    Map<String, byte[]> files = copy(patient, me);
    assertThat(new JsonArray(text(files.get("mails.json")))).hasSize(1500);
    assertThat(exports(patient, me).parts()).isGreaterThan(1);
    assertThat(pdf(files)).contains("The latest 100 of 1500");
  }

  @Test
  void onlyThePatientAndTheAdministratorWhoAskedMayDownload() {
    UUID patient = clinic.patient();
    Caller admin = clinic.admin();
    Export export = ready(patient, admin);
    var part = new GetExportPart(export.id(), 0);
    UUID other = clinic.patient();

    assertThat(clinic.ask(ExportsApi.GET_EXPORT_PART, part, admin).content()).isNotEmpty();
    assertThat(clinic.ask(ExportsApi.GET_EXPORT_PART, part, clinic.asPatient(patient)).content())
        .isNotEmpty();
    Caller otherAdmin =
        new Caller(UUID.randomUUID(), admin.roles(), null, null, "r", null, admin.deadline());
    for (Caller refused : new Caller[] {clinic.asPatient(other), otherAdmin}) {
      assertThat(clinic.refused(ExportsApi.GET_EXPORT_PART, part, refused).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
    assertThat(exports(patient, otherAdmin).own()).isFalse();
    for (Caller refused : new Caller[] {clinic.asPatient(other), clinic.frontDesk()}) {
      assertThat(clinic.refused(ExportsApi.CREATE_EXPORT, new CreateExport(patient, null), refused))
          .extracting(Failure::code)
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void aPersonHasOneCopyAtATime() {
    UUID patient = clinic.patient();
    Caller me = clinic.asPatient(patient);
    UUID first = ready(patient, me).id();
    var wanted = new CreateExport(patient, null);
    Export second;
    SqlConnection other = BusFixture.await(clinic.platform().database().getConnection());
    try {
      // As if a node were still at work: none completes it.
      BusFixture.await(other.begin());
      BusFixture.await(other.query("LOCK TABLE privacy.export_part IN SHARE MODE").execute());
      second = clinic.ask(ExportsApi.CREATE_EXPORT, wanted, me);
      assertThat(clinic.refused(ExportsApi.CREATE_EXPORT, wanted, me))
          .extracting(Failure::code)
          .isEqualTo(PrivacyFailures.EXPORT_PENDING);
    } finally {
      BusFixture.await(other.close());
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> exports(patient, me).state() == ExportState.READY);
    assertThat(clinic.ask(ExportsApi.LIST_EXPORTS, new ListExports(patient), me).items())
        .extracting(Export::id)
        .containsExactly(second.id())
        .doesNotContain(first);
  }

  @Test
  void aCopyWhoseNodeDiedIsWrittenByAnother() throws IOException {
    UUID patient = clinic.patient();
    Caller me = clinic.asPatient(patient);
    // What a killed node leaves: a claim whose lease ends, and sections of its attempt.
    UUID export = UUID.randomUUID();
    clinic.sql(
        """
        WITH left_behind AS (
          INSERT INTO privacy.export
            (id, patient_id, requested_by, language, attempts, lease_until, created_at, expires_at)
          VALUES ($1, $2, $2, 'en', 1, now() - interval '1 second', now(), now() + interval '1 day'))
        INSERT INTO privacy.export_part VALUES ($1, 1, 0, 'rest')
        """,
        export,
        patient);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> exports(patient, me).state() == ExportState.READY);
    assertThat(download(exports(patient, me), me)).containsKeys("patient.json", "copy.pdf");
    assertThat(
            clinic.sql(
                "SELECT DISTINCT attempt FROM privacy.export_part WHERE export_id = $1", export))
        .extracting(row -> row.getInteger("attempt"))
        .containsExactly(2);
  }

  @Test
  void theMailThatItIsReadyHoldsNoPersonalData() {
    CanaryPatient patient = CanaryPatient.untreated(clinic);
    clinic.sql(
        "UPDATE patients.patient SET email_confirmed_at = now() WHERE id = $1", patient.id());
    UUID export = ready(patient.id(), clinic.asPatient(patient.id())).id();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        clinic.sql(
                            "SELECT payload::text AS p FROM notifications.delivery WHERE key = $1",
                            "privacy/export:" + export))
                    .extracting(row -> row.getString("p"))
                    .containsExactly("{}"));
  }

  private static Map<String, byte[]> copy(UUID patient, Caller caller) throws IOException {
    return download(ready(patient, caller), caller);
  }

  private static Export ready(UUID patient, Caller caller) {
    clinic.ask(ExportsApi.CREATE_EXPORT, new CreateExport(patient, Language.en), caller);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> exports(patient, caller).state() == ExportState.READY);
    return exports(patient, caller);
  }

  private static Export exports(UUID patient, Caller caller) {
    return clinic.ask(ExportsApi.LIST_EXPORTS, new ListExports(patient), caller).items().get(0);
  }

  private static Map<String, byte[]> download(Export export, Caller caller) throws IOException {
    var zip = new ByteArrayOutputStream();
    for (int number = 0; number < export.parts(); number++) {
      zip.writeBytes(
          Base64.getDecoder()
              .decode(
                  clinic
                      .ask(
                          ExportsApi.GET_EXPORT_PART,
                          new GetExportPart(export.id(), number),
                          caller)
                      .content()));
    }
    assertThat(zip.size()).isEqualTo(export.size().intValue());
    Map<String, byte[]> files = new HashMap<>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static String pdf(Map<String, byte[]> files) throws IOException {
    try (var document = Loader.loadPDF(files.get("copy.pdf"))) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
