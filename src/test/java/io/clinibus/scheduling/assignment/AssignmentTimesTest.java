package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTimesTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

  @Test
  void withoutPreferencesEveryTimeSuits() {
    var times = AssignmentTimes.of(null, MONDAY);
    assertThat(times.matter()).isFalse();
    assertThat(times.days(MONDAY, 3, MONDAY.plusDays(90)))
        .containsExactly(MONDAY, MONDAY.plusDays(1), MONDAY.plusDays(2));
    assertThat(times.days(MONDAY, 30, MONDAY.plusDays(1))).hasSize(2);
  }

  @Test
  void theSearchBeginsOnTheFirstSuitableDay() {
    var times =
        AssignmentTimes.of(
            new PreferredTimes(MONDAY.plusDays(60), null, List.of(DayOfWeek.TUESDAY), null, null),
            MONDAY);
    assertThat(times.days(MONDAY, 14, MONDAY.plusDays(90)))
        .hasSize(2)
        .allMatch(day -> day.getDayOfWeek() == DayOfWeek.TUESDAY)
        .allMatch(day -> !day.isBefore(MONDAY.plusDays(60)));
    assertThat(times.days(MONDAY, 14, MONDAY.plusDays(30))).isEmpty();
  }

  @Test
  void theBoundsAreInclusive() {
    var times =
        AssignmentTimes.of(
            new PreferredTimes(MONDAY, MONDAY.plusDays(1), List.of(), "08:00", "11:00"), MONDAY);
    assertThat(times.suits(MONDAY.atTime(8, 0))).isTrue();
    assertThat(times.suits(MONDAY.plusDays(1).atTime(11, 0))).isTrue();
    assertThat(times.suits(MONDAY.atTime(11, 1))).isFalse();
    assertThat(times.suits(MONDAY.atTime(7, 59))).isFalse();
    assertThat(times.suits(MONDAY.plusDays(2).atTime(9, 0))).isFalse();
  }

  @Test
  void theRefusalNamesImpossiblePreferences() {
    assertThat(refused(new PreferredTimes(MONDAY, MONDAY.minusDays(1), null, null, null)))
        .isEqualTo("/preferred/until");
    assertThat(refused(new PreferredTimes(null, MONDAY.minusDays(1), null, null, null)))
        .isEqualTo("/preferred/until");
    assertThat(refused(new PreferredTimes(null, null, null, "11:00", "10:59")))
        .isEqualTo("/preferred/latest");
  }

  private static String refused(PreferredTimes stated) {
    return catchThrowableOfType(Failure.class, () -> AssignmentTimes.of(stated, MONDAY))
        .errors()
        .get(0)
        .pointer();
  }
}
