package io.clinibus.platform.db;

import static io.clinibus.directory.api.DirectoryApi.GET_DOCTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi.GetDoctor;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node of a newer release changes a table that this one reads. */
class ChangedTableIT {

  private static BusFixture clinic;
  private static UUID doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    doctor = clinic.doctor();
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void requestsWithFormerStatementsCanBeRepeated() {
    assertThat(read()).isEqualTo("OK");
    clinic.sql("ALTER TABLE directory.doctor ADD COLUMN of_the_next_release text");
    Awaitility.await().until(() -> read().equals("OK"));
  }

  private static String read() {
    try {
      clinic.ask(GET_DOCTOR, new GetDoctor(doctor), clinic.frontDesk());
      return "OK";
    } catch (Failure refused) {
      assertThat(refused.code()).isEqualTo(CommonFailures.UNAVAILABLE);
      return "AGAIN";
    }
  }
}
