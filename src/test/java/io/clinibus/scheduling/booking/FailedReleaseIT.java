package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An expired hold whose release fails. */
class FailedReleaseIT {

  private static final String UNRELEASED = "clinibus_holds_unreleased";
  private static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
  private static final Duration HOLD = Duration.ofMinutes(3);

  private TestClock clock;
  private BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void otherHoldsAreReleasedAndTheFailedOneIsTriedAgain() {
    Hold failing = hold();
    Hold other = hold();
    clinic.sql(
        """
        CREATE FUNCTION scheduling.fail() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN RAISE check_violation; END'
        """);
    clinic.sql(
        """
        CREATE TRIGGER failing BEFORE DELETE ON scheduling.appointment
          FOR EACH ROW WHEN (OLD.id = '%s') EXECUTE FUNCTION scheduling.fail()
        """
            .formatted(failing.id()));
    clock.advance(HOLD);
    await().until(() -> !exists(other));
    assertThat(exists(failing)).isTrue();
    await().until(() -> clinic.node().metric(UNRELEASED) == 1);

    clinic.sql("DROP TRIGGER failing ON scheduling.appointment");
    clock.advance(Duration.ofMinutes(1));
    await().until(() -> !exists(failing));
    await().until(() -> clinic.node().metric(UNRELEASED) == 0);
  }

  private Hold hold() {
    UUID patient = clinic.patient();
    return clinic.ask(
        HOLD_SLOT, new HoldSlot(clinic.doctor(), TEN, null, null), clinic.asPatient(patient));
  }

  private boolean exists(Hold hold) {
    return clinic.sql("SELECT FROM scheduling.appointment WHERE id = $1", hold.id()).size() == 1;
  }
}
