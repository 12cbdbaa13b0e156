package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither the database nor the store has a word of a document, and changed bytes are noticed. */
class SealedDocumentsIT {

  private static final String NAME = "canaryfilename";
  private static final String DESCRIPTION = "canarydescription";
  private static final String REASON = "canaryreason";

  @TempDir static Path folder;
  private static DocumentsClinic clinic;

  @BeforeAll
  static void open() {
    clinic = DocumentsClinic.open(folder, Optional.empty());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void nothingOfADocumentIsStoredInTheClear() throws IOException {
    byte[] file = SampleFiles.pdf(1_500_000);
    Answer begun =
        clinic.create(
            clinic.doctor,
            "REPORT",
            NAME + ".pdf",
            file.length,
            "description",
            DESCRIPTION,
            "appointmentId",
            clinic.appointmentId);
    String id = begun.text("/id");
    int half = 2 * DocumentsClinic.SECTION;
    assertThat(clinic.part(clinic.doctor, id, 0, Arrays.copyOf(file, half)).statusCode())
        .isEqualTo(200);
    awaitCleaned();
    assertThat(files()).filteredOn(stored -> stored.toString().contains(id)).hasSize(2);
    assertSealed();
    byte[] rest = Arrays.copyOfRange(file, half, file.length);
    assertThat(clinic.part(clinic.doctor, id, half, rest).statusCode()).isEqualTo(200);
    clinic.awaitState(clinic.doctor, id, "STORED");
    Answer struck =
        clinic.doctor.post("/api/documents/" + id + "/strike-out", Map.of("reason", REASON));
    assertThat(struck.text("/state")).isEqualTo("ENTERED_IN_ERROR");
    assertThat(struck.text("/error")).isEqualTo(REASON);
    assertThat(struck.text("/fileName")).isEqualTo(NAME + ".pdf");
    assertThat(struck.text("/description")).isEqualTo(DESCRIPTION);

    awaitCleaned();
    assertThat(content(id)).isNotEmptyFile();
    assertSealed();
    for (String word : List.of(NAME, DESCRIPTION, REASON, SampleFiles.CANARY)) {
      assertThat(rowsWith(word)).as(word).isEmpty();
    }
  }

  /** Waits until the clinic deletes none of the files that are there. */
  private static void awaitCleaned() {
    String left = "SELECT FROM documents.document WHERE due_at IS NOT NULL";
    Awaitility.await().until(() -> clinic.rest.sql(left).size() == 0);
  }

  private static void assertSealed() throws IOException {
    for (Path stored : files()) {
      byte[] bytes = Files.readAllBytes(stored);
      assertThat(SampleFiles.contains(bytes, SampleFiles.CANARY)).isFalse();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)))
          .isEqualTo("rw-------");
    }
  }

  /** The tables that have a word in any row, as text or as bytes. */
  private static List<String> rowsWith(String word) {
    String hex = hex(word);
    return Stream.of(
            "documents.document",
            "documents.letter",
            "platform.outbox",
            "audit.entry",
            "notifications.delivery")
        .filter(
            table ->
                clinic
                    .rest
                    .sql(
                        "SELECT FROM "
                            + table
                            + " t WHERE t::text ILIKE '%' || $1 || '%' OR t::text ILIKE '%' || $2"
                            + " || '%'",
                        word,
                        hex)
                    .iterator()
                    .hasNext())
        .toList();
  }

  private static String hex(String word) {
    var hex = new StringBuilder();
    for (byte one : word.getBytes(StandardCharsets.UTF_8)) {
      hex.append("%02x".formatted(one));
    }
    return hex.toString();
  }

  @Test
  void aChangedBitIsNoticed() throws IOException {
    byte[] file = SampleFiles.pdf(1_200_000);
    String id = clinic.upload(clinic.patient, "a.pdf", file, "STORED");
    Path stored = content(id);
    byte[] sealed = Files.readAllBytes(stored);
    sealed[sealed.length / 2] ^= 1;
    Files.write(stored, sealed);
    assertRefused(id);
    assertThat(clinic.content(clinic.patient, id, "Range", "bytes=1199000-1199010").statusCode())
        .as("another segment")
        .isEqualTo(206);
    Files.write(stored, Arrays.copyOf(sealed, 1024 * 1024));
    assertThat(clinic.content(clinic.patient, id, "Range", "bytes=1199000-1199010").statusCode())
        .as("cut off")
        .isGreaterThanOrEqualTo(500);
  }

  @Test
  void aContentMovedToAnotherDocumentCannotBeRead() throws IOException {
    String first = clinic.upload(clinic.patient, "a.txt", SampleFiles.text("first"), "STORED");
    String second = clinic.upload(clinic.patient, "b.txt", SampleFiles.text("other"), "STORED");
    Files.copy(content(first), content(second), StandardCopyOption.REPLACE_EXISTING);
    assertRefused(second);
    clinic.rest.sql(
        """
        UPDATE documents.document SET key = (SELECT key FROM documents.document WHERE id = $1)
         WHERE id = $2
        """,
        UUID.fromString(first),
        UUID.fromString(second));
    assertRefused(second);
    assertThat(clinic.content(clinic.patient, first).body()).isEqualTo(SampleFiles.text("first"));
  }

  /** Either an error, or the connection ends before the answer does. */
  private static void assertRefused(String id) {
    int status;
    try {
      status = clinic.content(clinic.patient, id).statusCode();
    } catch (UncheckedIOException e) {
      return;
    }
    assertThat(status).isGreaterThanOrEqualTo(500);
  }

  private static Path content(String id) throws IOException {
    return files().stream()
        .filter(file -> file.toString().contains("content") && file.toString().contains(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> files() throws IOException {
    return DocumentsClinic.files(folder);
  }
}
