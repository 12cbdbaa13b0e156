package io.clinibus.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose types are generated from the contract compiles strictly, signs in and books. */
@Tag("slow")
class TypeScriptClientIT {

  private static final Path MODULES = Path.of("webroot/node_modules").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    assumeThat(MODULES).as("the app's packages are installed").exists();
    Files.createSymbolicLink(folder.resolve("node_modules"), MODULES);
    Files.writeString(folder.resolve("package.json"), "{ \"type\": \"module\" }");
    copy("/openapi/clinibus.json", "clinibus.json");
    copy("/clients/booking.ts", "booking.ts");
  }

  @Test
  void aGeneratedClientBooksAnAppointment() throws Exception {
    node("openapi-typescript/bin/cli.js", "clinibus.json", "--output", "clinibus.ts");
    node(
        "typescript/bin/tsc",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--noUncheckedIndexedAccess",
        "--skipLibCheck",
        "--target",
        "es2023",
        "--module",
        "nodenext",
        "--types",
        "node",
        "booking.ts");
    LocalDate day = DaysAhead.tuesday();
    try (var clinic = RestFixture.open(Clock.systemUTC())) {
      String doctor = clinic.doctor(60, "09:00", "13:00");
      RestClient patient =
          RestClient.registered(clinic.url(), "ada@example.org", "Ada", "Lovelace");
      String printed =
          run(
              "booking.js",
              clinic.url().toString(),
              patient.email(),
              RestClient.PASSWORD,
              doctor,
              day.toString());
      JsonNode booked = Json.MAPPER.readTree(printed);
      assertThat(booked.path("start").asText()).isEqualTo(DaysAhead.at(day, "09:00"));
      assertThat(patient.get("/api/appointments").text("/items/0/id"))
          .isEqualTo(booked.path("id").asText());
    }
  }

  private void node(String program, String... arguments) throws Exception {
    run(MODULES.resolve(program).toString(), arguments);
  }

  /** Runs a program of Node.js and gives what it prints. */
  private String run(String program, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("node", program), Arrays.stream(arguments)).toList();
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private void copy(String resource, String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, folder.resolve(name));
    }
  }
}
