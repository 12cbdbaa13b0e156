package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.clinibus.platform.db.Database;
import io.clinibus.records.codes.CodeImport;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DamagedSeals;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** Letters are PDF/A-2a and PDF/UA-1, and confirmed by the code on them. */
class LettersIT {

  private static final Pattern ADDRESS =
      Pattern.compile("http://localhost:8080/verify/([0-9a-z]{26})");

  @TempDir static Path folder;
  private static DocumentsClinic clinic;
  private static TreatmentFixture treatment;

  @BeforeAll
  static void open() {
    VeraGreenfieldFoundryProvider.initialise();
    clinic = DocumentsClinic.open(folder, Optional.empty());
    treatment = TreatmentFixture.of(clinic);
    // The first one loads fonts: on a busy machine it may be refused because it takes too long.
    clinic.sendLetter(
        clinic.doctor, Map.of("kind", "VISIT_SUMMARY", "language", "en", "text", "Rest and water"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @ParameterizedTest
  @CsvSource({
    "VISIT_SUMMARY, en, Summary of your visit",
    "REFERRAL, de, Überweisung",
    "SICK_NOTE, es, Parte de baja por enfermedad",
    "SICK_NOTE, de, Bescheinigung der Arbeitsunfähigkeit"
  })
  void lettersLastAndCanBeReadByEverybody(String kind, String language, String title)
      throws Exception {
    byte[] pdf = pdf(write(kind, language).text("/id"));
    assertLasts(pdf);
    String text = text(pdf);
    assertThat(text).contains(title, "Ada Lovelace", "Sofia Lindqvist");
    if (!kind.equals("SICK_NOTE")) {
      assertThat(text).contains("Ruhe & <Wasser> „viel“, ≤ 3 ↑ Liu");
    }
  }

  private static void assertLasts(byte[] pdf) throws Exception {
    for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1)) {
      ValidationResult result = validated(pdf, flavour);
      assertThat(result.isCompliant()).as(flavour + ": " + result.getTestAssertions()).isTrue();
    }
  }

  @Test
  void aSummaryHasTheChosenPartsOfASignedEncounter() throws Exception {
    Answer encounter =
        treatment.signedCall(
            Map.of(
                "reason", "Seit Montag Husten",
                "objective", "Lunge frei",
                "assessment", "Klingt in einer Woche ab",
                "plan", "Viel trinken",
                "diagnoses",
                    List.of(
                        Map.of(
                            "text", "Bronchitis", "certainty", "PROVISIONAL", "problem", false))));
    String id = encounter.text("/id");
    Map<String, String> correction =
        Map.of("kind", "CORRECTION", "text", "Seit Sonntag Husten", "reason", "Falscher Tag");
    assertThat(clinic.doctor.post("/api/encounters/" + id + "/addenda", correction).status())
        .isEqualTo(200);

    Answer letter = clinic.writeLetter(summary(id, "PLAN", "DIAGNOSES", "ADDENDA"));
    assertThat(letter.text("/encounterId")).isEqualTo(id);
    byte[] pdf = pdf(letter.text("/id"));
    assertLasts(pdf);
    assertThat(text(pdf))
        .containsSubsequence(
            "Diagnosen", "Bronchitis, Verdacht", "Weiteres Vorgehen", "Viel trinken")
        .contains("Nachträge", "Seit Sonntag Husten", "Sofia Lindqvist")
        .doesNotContain("Seit Montag", "Lunge frei", "Klingt");
  }

  @Test
  void codedDiagnosesAreNamedInTheLanguageOfTheLetter() throws Exception {
    try (var connection =
        Database.connect(clinic.rest.node().node().platform().settings().database())) {
      new CodeImport(connection)
          .run(
              new StringReader("code,en,de,es\nG4,Acid reflux,Sodbrennen,Reflujo ácido\n"),
              "letters",
              "1",
              "CC0");
    }
    Answer encounter =
        treatment.signedCall(
            Map.of("diagnoses", List.of(coded("Acid reflux"), coded("Acid reflux of pregnancy"))));
    String german =
        text(pdf(clinic.writeLetter(summary(encounter.text("/id"), "DIAGNOSES")).text("/id")));
    assertThat(german).contains("Sodbrennen (G4)", "Acid reflux of pregnancy (G4)");
    assertThat(german).doesNotContain("Acid reflux (G4)");
    Map<String, Object> spanish = new HashMap<>(summary(encounter.text("/id"), "DIAGNOSES"));
    spanish.put("language", "es");
    assertThat(text(pdf(clinic.writeLetter(spanish).text("/id")))).contains("Reflujo ácido (G4)");
  }

  private static Map<String, Object> coded(String text) {
    return Map.of(
        "text",
        text,
        "code",
        "G4",
        "system",
        "letters",
        "certainty",
        "CONFIRMED",
        "problem",
        false);
  }

  @Test
  void whatIsNotSignedIsInNoSummary() {
    String draft = treatment.call(clinic.doctor, clinic.patient.patientId()).text("/id");
    Answer refused = clinic.sendLetter(clinic.doctor, summary(draft, "PLAN"));
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/encounterId");
    assertThat(refused.text("/errors/0/code")).isEqualTo("not-found");
    String silent = treatment.signedCall(Map.of("plan", "Rest")).text("/id");
    assertThat(
            clinic.sendLetter(clinic.doctor, summary(silent, "REASON")).text("/errors/0/pointer"))
        .isEqualTo("/parts");
  }

  @Test
  void aSummaryListsThePrescriptionsOfTheVisitThatAreStillValid() throws Exception {
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String encounter = opened.text("/id");
    String valid = treatment.prescribed(encounter);
    String stopped = treatment.prescribed(encounter);
    treatment.sign(opened, Map.of("plan", "Rest"));
    stop(stopped);
    treatment.prescribed(null);

    String text = text(pdf(clinic.writeLetter(summary(encounter, "PRESCRIPTIONS")).text("/id")));
    String sentence =
        clinic.doctor.get("/api/prescriptions/" + valid + "?language=de").text("/sentence");
    assertThat(text).contains("Verordnet").containsOnlyOnce("Amoxi");
    assertThat(text.replaceAll("\\s+", " ")).contains("500 mg: " + sentence);

    stop(valid);
    assertThat(
            clinic
                .sendLetter(clinic.doctor, summary(encounter, "PRESCRIPTIONS"))
                .text("/errors/0/pointer"))
        .isEqualTo("/parts");
  }

  @Test
  void aSummaryIsNotWrittenWithoutAPrescriptionThatWasDamaged() {
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String encounter = opened.text("/id");
    UUID damaged = UUID.fromString(treatment.prescribed(encounter));
    treatment.prescribed(encounter);
    treatment.sign(opened, Map.of("plan", "Rest"));
    clinic.rest.sql("ALTER TABLE prescriptions.prescription DISABLE TRIGGER USER");
    clinic.rest.sql(
        """
        UPDATE prescriptions.prescription
           SET content = set_byte(content, 20, 255 - get_byte(content, 20)) WHERE id = $1
        """,
        damaged);
    clinic.rest.sql("ALTER TABLE prescriptions.prescription ENABLE TRIGGER USER");
    try (var logs = DamagedSeals.expected()) {
      Answer refused =
          clinic.sendLetter(clinic.doctor, summary(encounter, "PLAN", "PRESCRIPTIONS"));
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text("/type")).isEqualTo("/problems/unreadable-seal");
      assertThat(logs.events()).hasSize(1);
    }
    clinic.writeLetter(summary(encounter, "PLAN"));
  }

  private static void stop(String prescription) {
    Map<String, String> end = Map.of("status", "STOPPED", "reason", "rash");
    String path = "/api/prescriptions/" + prescription + "/cancel";
    assertThat(clinic.doctor.post(path, end, "If-Match", "\"2\"").status()).isEqualTo(200);
  }

  private static Map<String, Object> summary(String encounterId, String... parts) {
    return Map.of(
        "kind",
        "VISIT_SUMMARY",
        "language",
        "de",
        "encounterId",
        encounterId,
        "parts",
        List.of(parts));
  }

  @ParameterizedTest
  @CsvSource({
    "en, Prescription, Take 1 tablet, 21 tablets, 2 January 1970",
    "de, Rezept, 1 Tablette, 21 Tabletten, 2. Januar 1970",
    "es, Receta, 1 comprimido, 21 comprimidos, 2 de enero de 1970"
  })
  void aPrescriptionSaysWhatWasSigned(
      String language, String title, String dosage, String quantity, String born) throws Exception {
    Answer letter = clinic.writeLetter(prescription(treatment.prescribed(null), language));
    assertThat(letter.text("/description")).startsWith("Amoxi ").endsWith(" 500 mg");
    byte[] pdf = pdf(letter.text("/id"));
    assertLasts(pdf);
    assertThat(text(pdf))
        .contains(title, dosage, quantity, born, "Amoxicillin", "500 mg")
        .contains("Lovelace", "Ada", "Lindqvist", "Sofia", "Cardiology")
        .contains("sofia@lindenhof.example", "+49 30 1234567", "Lane 1, Berlin, Germany")
        .as("on one page")
        .containsPattern("1 / 1\\s")
        .doesNotContain("Sinusitis");
  }

  @Test
  void aPrescriptionIsPrintedOnceAndConfirmedWhileItIsValid() throws Exception {
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String prescription = treatment.prescribed(opened.text("/id"));
    treatment.sign(opened, Map.of("plan", "Rest"));
    Answer letter = clinic.writeLetter(prescription(prescription, "en"));
    assertThat(letter.text("/encounterId")).as("the prescription's").isEqualTo(opened.text("/id"));
    String first = letter.text("/id");
    assertThat(clinic.sendLetter(clinic.doctor, prescription(prescription, "de")).text("/type"))
        .isEqualTo("/problems/prescription-letter-exists");
    clinic.doctor.post("/api/documents/" + first + "/strike-out", Map.of("reason", "blurred"));
    String path =
        confirmation(pdf(clinic.writeLetter(prescription(prescription, "de")).text("/id")));

    RestClient anybody = RestClient.visitor(clinic.rest.url());
    assertThat(anybody.get(path).text("/state")).isEqualTo("VALID");
    stop(prescription);
    assertThat(anybody.get(path).text("/state")).isEqualTo("REVOKED");
    assertThat(
            clinic
                .sendLetter(clinic.doctor, prescription(prescription, "de"))
                .text("/errors/0/pointer"))
        .as("not valid")
        .isEqualTo("/prescriptionId");
  }

  @Test
  void nothingButWhatWasSignedIsPrinted() {
    String call = treatment.call(clinic.doctor, clinic.patient.patientId()).text("/id");
    assertThat(
            clinic
                .sendLetter(clinic.doctor, prescription(treatment.prescribed(call), "en"))
                .text("/errors/0/pointer"))
        .as("a draft")
        .isEqualTo("/prescriptionId");
    String prescription = treatment.prescribed(null);
    Map<String, Object> withText = new HashMap<>(prescription(prescription, "en"));
    withText.put("text", "Twice as much");
    assertThat(clinic.sendLetter(clinic.doctor, withText).text("/errors/0/pointer"))
        .isEqualTo("/text");
    RestClient other =
        RestClient.registered(clinic.rest.url(), "eve@example.org", "Eve", "Stranger");
    clinic.book(other);
    Answer refused =
        clinic.doctor.post(
            "/api/patients/" + other.patientId() + "/letters", prescription(prescription, "en"));
    assertThat(refused.text("/errors/0/pointer"))
        .as("of somebody else")
        .isEqualTo("/prescriptionId");
  }

  private static Map<String, Object> prescription(String id, String language) {
    return Map.of("kind", "PRESCRIPTION", "language", language, "prescriptionId", id);
  }

  @Test
  void aClinicsOwnTemplateStatesWhatItsFormsNeed(@TempDir Path templates) throws Exception {
    clinic.rest.sql(
        "UPDATE patients.patient SET insurance = $1 WHERE id = $2",
        new JsonObject().put("provider", "AOK").put("number", "A123456789"),
        UUID.fromString(clinic.patient.patientId()));
    String standard = Files.readString(Path.of("src/main/resources/letters/letter.html"));
    Files.writeString(
        templates.resolve("sick-note.html"),
        standard.replace(
            "<h1>",
            "<p>BSNR 987654321, {{values.insurance.number}}, {{values.sick.from}}</p><h1>"));
    try (TestNode other = TestNode.start(withTemplates(templates), Clock.systemUTC())) {
      RestClient doctor = clinic.doctor.at(other.url());
      byte[] pdf = pdf(clinic.sendLetter(doctor, body("SICK_NOTE", "de")).text("/id"));
      assertThat(text(pdf)).contains("BSNR 987654321, A123456789, 1. Dezember 2026");
      assertLasts(pdf);
    }
  }

  private static Settings withTemplates(Path templates) {
    Settings settings = clinic.rest.node().node().platform().settings();
    Settings.Documents documents = settings.documents();
    return SettingsParts.with(
        new Settings.Documents(
            documents.folder(), documents.s3(), documents.clamd(), Optional.of(templates)),
        TestNode.withoutRedis(settings));
  }

  @Test
  void longLettersHavePageNumbers() throws Exception {
    Answer letter =
        write("VISIT_SUMMARY", "en", "text", "Another line of the summary.\n".repeat(200));
    byte[] pdf = pdf(letter.text("/id"));
    assertThat(text(pdf)).contains("Page 1 / ", "Page 2 / ");
    assertThat(validated(pdf, PDFAFlavour.PDFUA_1).isCompliant()).isTrue();
  }

  @Test
  void theCodeConfirmsWhoIssuedItAndWhenUntilItIsStruckOut() throws Exception {
    Answer letter = write("SICK_NOTE", "en");
    String id = letter.text("/id");
    byte[] pdf = pdf(id);
    String path = confirmation(pdf);

    RestClient anybody = RestClient.visitor(clinic.rest.url());
    Answer confirmed = anybody.get(path);
    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(confirmed.text("/state")).isEqualTo("VALID");
    assertThat(confirmed.text("/doctor")).contains("Sofia Lindqvist");
    assertThat(confirmed.body().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("state", "clinic", "doctor", "issuedAt");

    clinic.doctor.post("/api/documents/" + id + "/strike-out", Map.of("reason", "wrong patient"));
    assertThat(anybody.get(path).text("/state")).isEqualTo("REVOKED");
    assertThat(anybody.get("/api/letter-confirmations/" + "0".repeat(26)).status()).isEqualTo(404);
    assertThat(
            clinic
                .rest
                .sql("SELECT l::text FROM documents.letter l")
                .iterator()
                .next()
                .getString(0))
        .doesNotContain(path.substring(path.lastIndexOf('/') + 1));

    Answer last = confirmed;
    Settings alone = TestNode.withoutRedis(clinic.rest.node().node().platform().settings());
    try (TestNode counting = TestNode.start(alone, Clock.systemUTC())) {
      RestClient there = anybody.at(counting.url());
      for (int i = 0; i <= 60 && last.status() != 429; i++) {
        last = there.get(path);
      }
    }
    assertThat(last.status()).as("after many from one address").isEqualTo(429);
    assertThat(last.http().headers().firstValue("Retry-After")).isPresent();
  }

  /** Where the code on a letter is confirmed. */
  private static String confirmation(byte[] pdf) throws Exception {
    Matcher address = ADDRESS.matcher(text(pdf).replaceAll("\\s", ""));
    assertThat(address.find()).isTrue();
    assertThat(scanned(pdf)).isEqualTo(address.group());
    return "/api/letter-confirmations/" + address.group(1);
  }

  @Test
  void textsOfTheClinicAreInTheLanguageOfTheLetter() throws Exception {
    clinic.rest.sql("UPDATE scheduling.policy SET address = 'Quay 1' || chr(10) || 'Germany'");
    clinic.rest.sql(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        SELECT directory.text_id(t.text), 'de', t.text, t.german
          FROM (SELECT address AS text, 'Kai 1, Deutschland' AS german FROM scheduling.policy
                UNION SELECT specialization, 'Heilkunde' FROM directory.doctor) AS t
        ON CONFLICT (id, language) DO UPDATE SET translation = excluded.translation
        """);
    assertThat(text(pdf(write("SICK_NOTE", "de").text("/id"))))
        .contains("Kai 1, Deutschland", "Heilkunde");
    assertThat(text(pdf(write("SICK_NOTE", "es").text("/id"))))
        .contains("Quay 1", "Germany")
        .doesNotContain("Deutschland", "Heilkunde");
  }

  @Test
  void whatALetterNeedsIsAskedFor() {
    String path = "/api/patients/" + clinic.patient.patientId() + "/letters";
    assertThat(
            clinic
                .doctor
                .post(path, Map.of("kind", "REFERRAL", "text", "x"))
                .text("/errors/0/pointer"))
        .isEqualTo("/recipient");
    assertThat(clinic.doctor.post(path, Map.of("kind", "SICK_NOTE")).text("/errors/0/pointer"))
        .isEqualTo("/from");
    assertThat(
            clinic
                .doctor
                .post(
                    path, Map.of("kind", "SICK_NOTE", "from", "2026-12-02", "until", "2026-12-01"))
                .text("/errors/0/code"))
        .isEqualTo("too-early");
    assertThat(clinic.patient.post(path, Map.of("kind", "VISIT_SUMMARY", "text", "x")).status())
        .isEqualTo(403);
  }

  private static Answer write(String kind, String language, String... more) {
    return clinic.writeLetter(body(kind, language, more));
  }

  private static Map<String, Object> body(String kind, String language, String... more) {
    Map<String, Object> body = new HashMap<>();
    body.put("kind", kind);
    body.put("language", language);
    body.put("text", "Ruhe & <Wasser> „viel“, ≤ 3 ↑ 刘\nمرحبا");
    body.put("recipient", "Dr. Gómez\nCalle Mayor 1");
    body.put("from", "2026-12-01");
    body.put("until", "2026-12-04");
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return body;
  }

  private static byte[] pdf(String id) {
    var content = clinic.content(clinic.patient, id);
    assertThat(content.statusCode()).isEqualTo(200);
    return content.body();
  }

  private static ValidationResult validated(byte[] pdf, PDFAFlavour flavour) throws Exception {
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      return validator.validate(parser);
    }
  }

  private static String text(byte[] pdf) throws Exception {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  /** What a phone reads on the first page. */
  private static String scanned(byte[] pdf) throws Exception {
    try (var document = Loader.loadPDF(pdf)) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 300);
      int width = page.getWidth();
      int[] pixels = page.getRGB(0, 0, width, page.getHeight(), null, 0, width);
      var source = new RGBLuminanceSource(width, page.getHeight(), pixels);
      return new QRCodeReader()
          .decode(
              new BinaryBitmap(new HybridBinarizer(source)),
              Map.of(DecodeHintType.TRY_HARDER, true))
          .getText();
    }
  }
}
