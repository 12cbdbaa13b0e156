package io.clinibus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Java client that is generated from the contract compiles, signs in and books. In the profile
 * {@code clients} only: the generator needs a network once, and half a minute.
 */
@Tag("clients")
class JavaClientIT {

  private static final Path PROJECT = Path.of("src/test/clients/java/pom.xml").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 300;

  @TempDir Path folder;

  @Test
  void aGeneratedClientBooksAnAppointment() throws Exception {
    Path contract = folder.resolve("clinibus.json");
    try (InputStream in = getClass().getResourceAsStream("/openapi/clinibus.json")) {
      Files.copy(in, contract);
    }
    Path out = folder.resolve("out");
    run(
        "mvn",
        "-B",
        "-q",
        "-f",
        PROJECT.toString(),
        "compile",
        "-Dout=" + out,
        "-Dcontract=" + contract);
    LocalDate day = DaysAhead.tuesday();
    try (var clinic = RestFixture.open(Clock.systemUTC())) {
      String doctor = clinic.doctor(60, "09:00", "13:00");
      RestClient patient =
          RestClient.registered(clinic.url(), "ada@example.org", "Ada", "Lovelace");
      String printed =
          run(
              "java",
              "-cp",
              out.resolve("classes") + ":" + Files.readString(out.resolve("classpath.txt")).strip(),
              "BookingClient",
              clinic.url().toString(),
              patient.email(),
              RestClient.PASSWORD,
              doctor,
              day.toString());
      assertThat(printed.strip())
          .isEqualTo(
              patient.get("/api/appointments").text("/items/0/id")
                  + " "
                  + OffsetDateTime.parse(DaysAhead.at(day, "09:00")).toInstant());
    }
  }

  /** Runs a program and gives what it prints. */
  private String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(List.of(command))
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
}
