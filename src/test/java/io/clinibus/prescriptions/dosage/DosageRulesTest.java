package io.clinibus.prescriptions.dosage;

import static io.clinibus.prescriptions.dosage.DosageSamples.dosage;
import static io.clinibus.prescriptions.dosage.DosageSamples.tablets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.DosageApi.ScheduleKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DosageRulesTest {

  @ParameterizedTest
  @EnumSource
  void eachKindOfScheduleNeedsItsMember(ScheduleKind kind) {
    var empty = tablets("1", new Schedule(kind, null, null, null, null), null);
    assertThat(errors(empty)).hasSize(1).allMatch(error -> error.endsWith(" required"));
    var full = tablets("1", new Schedule(kind, 1, List.of("NOON"), 2, 1), null);
    assertThat(errors(full)).hasSize(3).allMatch(error -> error.endsWith(" exactly-one-of"));
  }

  @Test
  void whatIsWrongIsNamedTogether() {
    var wrong =
        dosage(
            "0.0001", DoseUnit.SUPPOSITORY, Schedule.at("NOON", "NOON"), Route.IN_EYE, null, null);
    assertThat(errors(wrong))
        .containsExactly("/d/dose invalid", "/d/schedule/times duplicate", "/d/route not-allowed");
  }

  @Test
  void aDurationHasAtLeastOneInterval() {
    assertThat(errors(tablets("1", Schedule.everyDays(7), 6)))
        .containsExactly("/d/durationDays too-small");
    assertThat(errors(tablets("1", Schedule.everyDays(7), 7))).isEmpty();
    assertThat(errors(tablets("1", Schedule.everyDays(7), null))).isEmpty();
  }

  @Test
  void trailingZerosAreNoDecimals() {
    assertThat(errors(tablets("1.50000", Schedule.timesADay(1), null))).isEmpty();
  }

  private static List<String> errors(Dosage dosage) {
    Failure failure = catchThrowableOfType(Failure.class, () -> DosageRules.check(dosage, "/d"));
    if (failure == null) {
      return List.of();
    }
    assertThat(failure.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    return failure.errors().stream().map(error -> error.pointer() + " " + error.code()).toList();
  }
}
