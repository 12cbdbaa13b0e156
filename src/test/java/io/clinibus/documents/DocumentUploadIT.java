package io.clinibus.documents;

import static io.clinibus.documents.DocumentsClinic.SECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads and downloads over HTTP. */
class DocumentUploadIT {

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
  void whatWasUploadedInPartsIsDownloadedUnchanged() {
    byte[] file = SampleFiles.pdf(2 * DocumentsClinic.PART + 12_345);
    String id = clinic.upload(clinic.patient, "Befund Müller.pdf", file, "STORED");
    HttpResponse<byte[]> read = clinic.content(clinic.doctor, id);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(file);
    assertThat(header(read, "Content-Type")).isEqualTo("application/pdf");
    assertThat(header(read, "Content-Length")).isEqualTo(Integer.toString(file.length));
    assertThat(header(read, "Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"Befund M_ller.pdf\";"
                + " filename*=UTF-8''Befund%20M%C3%BCller.pdf");
    assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(read, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
    assertThat(header(read, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(header(read, "Accept-Ranges")).isEqualTo("bytes");
  }

  @Test
  void anUploadGoesOnAfterTheConnectionWasCut() throws IOException {
    byte[] file = SampleFiles.jpeg(5 * SECTION + 777);
    String id = clinic.begin(clinic.patient, "photo.jpg", file.length);
    int sent = 3 * SECTION + 1_000;
    cut(id, file, sent);
    Awaitility.await()
        .until(
            () -> clinic.patient.get("/api/documents/" + id).body().path("received").asInt() > 0);
    Awaitility.await()
        .until(
            () ->
                clinic.patient.get("/api/documents/" + id).body().path("received").asInt()
                    == 3 * SECTION);
    HttpResponse<String> wrong = clinic.part(clinic.patient, id, 0, Arrays.copyOf(file, SECTION));
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(wrong.body()).contains("upload-offset", "\"received\":" + 3 * SECTION);
    HttpResponse<String> rest =
        clinic.part(
            clinic.patient, id, 3L * SECTION, Arrays.copyOfRange(file, 3 * SECTION, file.length));
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
    clinic.awaitState(clinic.patient, id, "STORED");
    assertThat(clinic.content(clinic.patient, id).body()).isEqualTo(file);
  }

  /** Announces the whole body, sends a part of it and closes the connection. */
  private static void cut(String id, byte[] file, int sent) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", clinic.rest.url().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT /api/documents/%s/content?offset=0 HTTP/1.1\r\nHost: localhost\r\n"
                  + "Authorization: Bearer %s\r\nContent-Type: application/octet-stream\r\n"
                  + "Content-Length: %d\r\n\r\n")
              .formatted(id, clinic.patient.token(), file.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(file, 0, sent);
      out.flush();
      Awaitility.await()
          .until(
              () ->
                  clinic.patient.get("/api/documents/" + id).body().path("received").asInt()
                      == 3 * SECTION);
    }
  }

  static Stream<Arguments> allowed() {
    return Stream.of(
        Arguments.of("application/pdf", SampleFiles.pdf(3_000)),
        Arguments.of("image/jpeg", SampleFiles.jpeg(3_000)),
        Arguments.of("image/png", SampleFiles.png(3_000)),
        Arguments.of("image/webp", SampleFiles.webp(3_000)),
        Arguments.of("image/heic", SampleFiles.heic(3_000)),
        Arguments.of("application/dicom", SampleFiles.dicom(3_000)),
        Arguments.of("text/plain", SampleFiles.text("Seit Montag Fieber, nachts höher.\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowed")
  void typesAreFoundInTheContent(String type, byte[] file) {
    String id = clinic.upload(clinic.patient, "whatever.exe", file, "STORED");
    assertThat(clinic.patient.get("/api/documents/" + id).text("/contentType")).isEqualTo(type);
    assertThat(header(clinic.content(clinic.patient, id), "Content-Type")).startsWith(type);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'photo\u202Efdp.jpg', photofdp.jpg",
    "'\u2067photo\u2069.jpg', photo.jpg",
    "'\u202E\u202C', document"
  })
  void aNameDoesNotChangeTheDirectionOfTheTextAroundIt(String name, String shown) {
    String id = clinic.begin(clinic.patient, name, 1_000);
    assertThat(clinic.patient.get("/api/documents/" + id).text("/fileName")).isEqualTo(shown);
    clinic.patient.delete("/api/documents/" + id);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("HTML", SampleFiles.html()),
        Arguments.of("SVG", SampleFiles.svg()),
        Arguments.of("a program", SampleFiles.program()),
        Arguments.of("no UTF-8", new byte[] {'a', (byte) 0xff, (byte) 0xfe, 'b', 'c'}),
        Arguments.of("ZIP", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void otherTypesAreRefusedWhateverTheirName(String kind, byte[] file) {
    String id = clinic.begin(clinic.patient, "photo.jpg", file.length);
    HttpResponse<String> answer = clinic.part(clinic.patient, id, 0, file);
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("/problems/content-not-allowed");
    assertThat(clinic.patient.get("/api/documents/" + id).text("/received")).isEqualTo("0");
    clinic.patient.delete("/api/documents/" + id);
  }

  @Test
  void aFileHasFiftyMegabytesAtMost() {
    assertThat(create(clinic.patient, 52_428_801).status()).isEqualTo(400);
    String id = clinic.begin(clinic.patient, "a.pdf", 1_000);
    HttpResponse<String> longer = clinic.part(clinic.patient, id, 0, SampleFiles.pdf(1_001));
    assertThat(longer.statusCode()).isEqualTo(400);
    HttpResponse<String> more =
        clinic.part(clinic.patient, id, 0, SampleFiles.pdf(DocumentsClinic.PART + 1));
    assertThat(more.statusCode()).isEqualTo(413);
    clinic.patient.delete("/api/documents/" + id);
  }

  private static Answer create(RestClient who, long size) {
    return clinic.create(who, "IMAGE", "a.pdf", size, "appointmentId", clinic.appointmentId);
  }

  @Test
  void uploadsThatAreOpenAndBytesInAllAreBounded() {
    RestClient other =
        RestClient.registered(clinic.rest.url(), "grace@example.org", "Grace", "Hopper");
    String visit = clinic.book(other);
    String[] ids = new String[10];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = upload(other, visit, 1_000).text("/id");
    }
    assertThat(upload(other, visit, 1_000).text("/type")).isEqualTo("/problems/too-many-uploads");
    other.delete("/api/documents/" + ids[0]);
    assertThat(upload(other, visit, 1_000).status()).isEqualTo(201);
    clinic.rest.sql(
        """
        INSERT INTO documents.document (id, patient_id, category, state, details, key, size,
          content_type, blob, sealed_size, author_id, by_patient, created_at, updated_at)
        SELECT gen_random_uuid(), patient_id, 'OTHER', 'STORED', '', '', 52428800, 'application/pdf', 'x', 1,
               author_id, true, now(), now()
          FROM documents.document, generate_series(1, 40) WHERE id = $1
        """,
        UUID.fromString(ids[1]));
    other.delete("/api/documents/" + ids[1]);
    assertThat(upload(other, visit, 52_428_800).text("/type"))
        .isEqualTo("/problems/documents-full");
  }

  private static Answer upload(RestClient who, String visit, long size) {
    return clinic.create(who, who.patientId(), "IMAGE", "a.pdf", size, "appointmentId", visit);
  }

  @Test
  void rangesAreServedAcrossSegments() {
    byte[] file = SampleFiles.pdf(3 * 1024 * 1024 + 17);
    String id = clinic.upload(clinic.patient, "long.pdf", file, "STORED");
    for (int[] range :
        new int[][] {
          {0, 0}, {0, 99}, {1_048_519, 1_048_521}, {1_000_000, 2_500_000}, {3_145_000, 3_145_744}
        }) {
      HttpResponse<byte[]> part =
          clinic.content(clinic.patient, id, "Range", "bytes=" + range[0] + "-" + range[1]);
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes " + range[0] + "-" + range[1] + "/" + file.length);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, range[0], range[1] + 1));
    }
    HttpResponse<byte[]> end = clinic.content(clinic.patient, id, "Range", "bytes=-5");
    assertThat(end.body()).isEqualTo(Arrays.copyOfRange(file, file.length - 5, file.length));
    HttpResponse<byte[]> open = clinic.content(clinic.patient, id, "Range", "bytes=3145740-");
    assertThat(open.body()).hasSize(5);
    HttpResponse<byte[]> beyond =
        clinic.content(clinic.patient, id, "Range", "bytes=" + file.length + "-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + file.length);
    HttpResponse<byte[]> otherVersion =
        clinic.content(clinic.patient, id, "Range", "bytes=0-1", "If-Range", "\"other\"");
    assertThat(otherVersion.statusCode()).isEqualTo(200);
    assertThat(otherVersion.body()).hasSize(file.length);
  }

  @Test
  void aSectionHasOneLength() {
    String id = clinic.begin(clinic.patient, "a.pdf", 2 * SECTION);
    HttpResponse<String> odd = clinic.part(clinic.patient, id, 0, SampleFiles.pdf(SECTION - 1));
    assertThat(odd.statusCode()).isEqualTo(400);
    HttpResponse<String> none = clinic.part(clinic.patient, id, 0, new byte[0]);
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(clinic.content(clinic.patient, id).statusCode()).isEqualTo(409);
    clinic.patient.delete("/api/documents/" + id);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
