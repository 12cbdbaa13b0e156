package io.clinibus.prescriptions.dosage;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.of;

import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.DosageApi.ScheduleKind;
import io.clinibus.testing.property.Draw;
import io.clinibus.testing.property.Generators;
import java.math.BigDecimal;
import java.util.List;

/** Valid dosages. */
final class DosageSamples {

  private static final List<String> TIMES =
      List.of("MORNING", "NOON", "EVENING", "NIGHT", "08:00", "01:30", "14:15", "23:59", "00:00");

  private DosageSamples() {}

  static Dosage dosage(
      String dose, DoseUnit unit, Schedule schedule, Route route, Integer days, String note) {
    return new Dosage(new BigDecimal(dose), unit, schedule, route, days, note);
  }

  static Dosage tablets(String dose, Schedule schedule, Integer days) {
    return dosage(dose, DoseUnit.TABLET, schedule, Route.ORAL, days, null);
  }

  /** Any valid dosage that lasts. */
  static Dosage any(Draw draw) {
    int days = draw.from(integers(1, 730));
    Schedule schedule =
        switch (draw.from(of(ScheduleKind.values()))) {
          case TIMES_A_DAY -> Schedule.timesADay(draw.from(integers(1, 24)));
          case AT_TIMES -> Schedule.at(times(draw));
          case EVERY_DAYS -> Schedule.everyDays(Math.min(days, draw.from(integers(2, 365))));
          case AS_NEEDED -> Schedule.asNeeded(draw.from(integers(1, 24)));
        };
    DoseUnit unit = draw.from(of(DoseUnit.values()));
    Route route = draw.from(of(Route.values()));
    BigDecimal dose = BigDecimal.valueOf(draw.from(integers(1, 40_000)), draw.from(integers(0, 3)));
    return new Dosage(dose, unit, schedule, route, days, "");
  }

  private static String[] times(Draw draw) {
    return draw.from(Generators.lists(of(TIMES), 1, 6)).stream().distinct().toArray(String[]::new);
  }
}
