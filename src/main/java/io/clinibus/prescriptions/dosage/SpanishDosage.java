package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import java.math.BigDecimal;

/** Dosages in Spanish. */
final class SpanishDosage {

  private static final String[] NUMBERS = {
    "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce"
  };

  private SpanishDosage() {}

  static String clause(Dosage dosage) {
    return action(dosage) + ' ' + when(dosage.schedule()) + duration(dosage);
  }

  private static String action(Dosage dosage) {
    boolean isPlainApplication =
        dosage.unit() == DoseUnit.APPLICATION && dosage.dose().compareTo(BigDecimal.ONE) == 0;
    String amount =
        isPlainApplication
            ? " el producto"
            : ' ' + DosageTerms.of(Language.es).amount(dosage.dose(), dosage.unit());
    return switch (dosage.route()) {
      case ORAL -> "Tome" + amount;
      case SUBLINGUAL -> "Ponga" + amount + " debajo de la lengua";
      case INHALED -> "Inhale" + amount;
      case NASAL -> "Aplique" + amount + " en la nariz";
      case ON_SKIN -> "Aplique" + amount + " sobre la piel";
      case TRANSDERMAL ->
          (dosage.unit() == DoseUnit.PATCH ? "Pegue" : "Aplique") + amount + " sobre la piel";
      case IN_EYE -> "Aplique" + amount + " en el ojo";
      case IN_EAR -> "Aplique" + amount + " en el oído";
      case RECTAL -> "Introduzca" + amount + " en el recto";
      case VAGINAL -> "Introduzca" + amount + " en la vagina";
      case SUBCUTANEOUS -> "Inyecte" + amount + " bajo la piel";
      case INTRAMUSCULAR -> "Inyecte" + amount + " en el músculo";
      case INTRAVENOUS -> "Inyecte" + amount + " en la vena";
    };
  }

  private static String when(Schedule schedule) {
    return switch (schedule.kind()) {
      case TIMES_A_DAY -> times(schedule.timesADay()) + " al día";
      case AT_TIMES ->
          DayTimes.listed(
              DayTimes.ordered(schedule.times()).stream().map(SpanishDosage::at).toList(), "y");
      case EVERY_DAYS -> every(schedule.everyDays());
      case AS_NEEDED -> "si lo necesita, como máximo " + times(schedule.maximumADay()) + " al día";
    };
  }

  private static String times(int number) {
    return DayTimes.word(NUMBERS, number) + (number == 1 ? " vez" : " veces");
  }

  private static String at(String time) {
    return switch (time) {
      case "MORNING" -> "por la mañana";
      case "NOON" -> "al mediodía";
      case "EVENING" -> "por la noche";
      case "NIGHT" -> "al acostarse";
      default -> (time.startsWith("01") ? "a la " : "a las ") + DayTimes.clock(time);
    };
  }

  private static String every(int days) {
    if (days == 2) {
      return "cada dos días";
    }
    if (DayTimes.isWeek(days)) {
      return "una vez a la semana";
    }
    return DayTimes.areWeeks(days)
        ? "cada " + DayTimes.weeks(days) + " semanas"
        : "cada " + days + " días";
  }

  private static String duration(Dosage dosage) {
    Integer days = dosage.durationDays();
    if (days == null) {
      return "";
    }
    String before = dosage.schedule().maximumADay() == null ? " durante " : ", durante ";
    if (DayTimes.areWeeks(days)) {
      return before + DayTimes.weeks(days) + " semanas";
    }
    return before + (days == 1 ? "1 día" : days + " días");
  }
}
