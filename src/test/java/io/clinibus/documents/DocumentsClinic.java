package io.clinibus.documents;

import io.clinibus.settings.Settings;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A clinic with a patient, who has an appointment with a doctor. */
final class DocumentsClinic implements AutoCloseable {

  static final int SECTION = 524288;
  static final int PART = 16 * SECTION;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final RestFixture rest;
  final Path folder;
  final String doctorId;
  final RestClient doctor;
  final RestClient patient;
  final String appointmentId;
  private int booked;

  private DocumentsClinic(RestFixture rest, Path folder) {
    this.rest = rest;
    this.folder = folder;
    this.doctorId = rest.doctor(30, "00:00", "23:30");
    this.doctor = rest.signedInDoctor(doctorId);
    this.patient = RestClient.registered(rest.url(), "ada@example.org", "Ada", "Lovelace");
    this.appointmentId = book(patient);
  }

  static DocumentsClinic open(Path folder, Optional<Settings.Endpoint> clamd) {
    return new DocumentsClinic(
        RestFixture.open(settings(TestServers.newDatabase(), folder, clamd), Clock.systemUTC()),
        folder);
  }

  static Settings settings(URI database, Path folder, Optional<Settings.Endpoint> clamd) {
    return SettingsParts.with(
        new Settings.Documents(folder, Optional.empty(), clamd, Optional.empty()),
        TestNode.settings(database));
  }

  /** Books the next free half hour. */
  String book(RestClient who) {
    return book(who, doctorId);
  }

  String book(RestClient who, String doctorId) {
    String start = DaysAhead.at(DaysAhead.tuesday(), "%02d:00".formatted(booked++));
    Answer visit = who.post("/api/appointments", Map.of("doctorId", doctorId, "start", start));
    if (visit.status() != 201) {
      throw new AssertionError(visit.body().toString());
    }
    return visit.text("/id");
  }

  Answer create(RestClient who, String category, String fileName, long size, Object... more) {
    return create(who, patient.patientId(), category, fileName, size, more);
  }

  /**
   * @param more names and values of further members
   */
  Answer create(
      RestClient who,
      String patientId,
      String category,
      String fileName,
      long size,
      Object... more) {
    Map<String, Object> body = new HashMap<>();
    body.put("category", category);
    body.put("fileName", fileName);
    body.put("size", size);
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return who.post("/api/patients/" + patientId + "/documents", body);
  }

  /** Sends a letter about the patient. */
  Answer sendLetter(RestClient who, Map<String, Object> letter) {
    return who.post("/api/patients/" + patient.patientId() + "/letters", letter);
  }

  /** A letter of the doctor about the patient. */
  Answer writeLetter(Map<String, Object> letter) {
    Answer written = sendLetter(doctor, letter);
    if (written.status() != 201) {
      throw new AssertionError(written.body().toString());
    }
    return written;
  }

  /** Begins an upload of the patient for the appointment. */
  String begin(RestClient who, String fileName, long size) {
    Answer begun = create(who, "IMAGE", fileName, size, "appointmentId", appointmentId);
    if (begun.status() != 201) {
      throw new AssertionError(begun.body().toString());
    }
    return begun.text("/id");
  }

  HttpResponse<String> part(RestClient who, String id, long offset, byte[] bytes) {
    return send(
        request(who, "/api/documents/" + id + "/content?offset=" + offset)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes)));
  }

  /** Sends all parts; returns the last answer. */
  HttpResponse<String> parts(RestClient who, String id, byte[] bytes) {
    HttpResponse<String> last = null;
    for (int offset = 0; offset < bytes.length; offset += PART) {
      last =
          part(
              who,
              id,
              offset,
              Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + PART)));
      if (last.statusCode() != 200) {
        return last;
      }
    }
    return last;
  }

  /** Uploads and waits until the document is in a state. */
  String upload(RestClient who, String fileName, byte[] bytes, String state) {
    String id = begin(who, fileName, bytes.length);
    HttpResponse<String> last = parts(who, id, bytes);
    if (last.statusCode() != 200) {
      throw new AssertionError(last.body());
    }
    awaitState(who, id, state);
    return id;
  }

  void awaitState(RestClient who, String id, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> who.get("/api/documents/" + id).text("/state").equals(state));
  }

  HttpResponse<byte[]> content(RestClient who, String id, String... headers) {
    HttpRequest.Builder request = request(who, "/api/documents/" + id + "/content");
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(RestClient who, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(rest.url().resolve(path)).timeout(PATIENCE);
    return who.token() == null ? request : request.header("Authorization", "Bearer " + who.token());
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The files of the store; one that the clinic deletes meanwhile is none of them. */
  static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }

  UUID id(String id) {
    return UUID.fromString(id);
  }

  @Override
  public void close() {
    rest.close();
  }
}
