package io.clinibus.bench.micro;

import io.clinibus.bus.Language;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.DaySlotsCache;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A doctor's day of sixteen slots, half of them taken, as a pure function. */
@State(Scope.Benchmark)
public class SlotCalendarBenchmark {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final LocalDate DAY = LocalDate.of(2030, 6, 4);
  private static final Instant NOW = Instant.parse("2030-06-01T10:00:00Z");
  private static final int MINUTES = 30;

  private final SlotCalendar calendar = new SlotCalendar(clinic(), doctor());
  private final DayState state =
      new DayState(
          1,
          IntStream.range(0, 8)
              .mapToObj(
                  i -> TimeRange.of(at(8).plusSeconds(i * 3_600L), Duration.ofMinutes(MINUTES)))
              .toList(),
          List.of());
  private final DaySlotsCache remembered = new DaySlotsCache(Clock.fixed(NOW, ZONE));

  /** All slots of the day, judged: what the first read of a day after a change computes. */
  @Benchmark
  public Object day() {
    return calendar.slots(DAY, state, NOW);
  }

  /** What every other read of the day computes. */
  @Benchmark
  public Object rememberedDay() {
    return remembered.of(calendar, DAY, state).free();
  }

  /** One slot of it: what a booking computes. */
  @Benchmark
  public Object slot() {
    return calendar.slotAt(at(12), NOW);
  }

  private static Instant at(int hour) {
    return DAY.atTime(hour, 0).atZone(ZONE).toInstant();
  }

  private static ClinicRules clinic() {
    return new ClinicRules(
        "Clinic",
        ZONE,
        Duration.ofMinutes(30),
        90,
        Duration.ofHours(4),
        Duration.ofMinutes(3),
        Duration.ofMinutes(30),
        5,
        2,
        90,
        "112",
        Language.en,
        ClinicContact.NONE,
        Map.of(),
        Map.of(),
        1);
  }

  private static DoctorRules doctor() {
    return new DoctorRules(
        new UUID(1, 1),
        null,
        Duration.ofMinutes(MINUTES),
        Duration.ZERO,
        Arrays.stream(DayOfWeek.values())
            .map(
                day ->
                    new DoctorRules.Window(
                        day, LocalTime.of(8, 0), LocalTime.of(16, 0), null, null))
            .toList(),
        List.of(),
        false,
        1);
  }
}
