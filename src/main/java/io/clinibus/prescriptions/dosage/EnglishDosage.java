package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import java.math.BigDecimal;
import java.util.List;

/** Dosages in English. */
final class EnglishDosage {

  private static final String[] NUMBERS = {
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve"
  };

  private EnglishDosage() {}

  static String clause(Dosage dosage) {
    return action(dosage) + ' ' + when(dosage.schedule()) + duration(dosage);
  }

  private static String action(Dosage dosage) {
    boolean isPlainApplication =
        dosage.unit() == DoseUnit.APPLICATION && dosage.dose().compareTo(BigDecimal.ONE) == 0;
    String amount =
        isPlainApplication
            ? ""
            : ' ' + DosageTerms.of(Language.en).amount(dosage.dose(), dosage.unit());
    return switch (dosage.route()) {
      case ORAL -> "Take" + amount;
      case SUBLINGUAL -> "Put" + amount + " under the tongue";
      case INHALED -> "Inhale" + amount;
      case NASAL -> "Use" + amount + " in the nose";
      case ON_SKIN -> "Apply" + amount + " to the skin";
      case TRANSDERMAL ->
          (dosage.unit() == DoseUnit.PATCH ? "Stick" : "Apply") + amount + " on the skin";
      case IN_EYE -> "Put" + amount + " into the eye";
      case IN_EAR -> "Put" + amount + " into the ear";
      case RECTAL -> "Insert" + amount + " into the rectum";
      case VAGINAL -> "Insert" + amount + " into the vagina";
      case SUBCUTANEOUS -> "Inject" + amount + " under the skin";
      case INTRAMUSCULAR -> "Inject" + amount + " into the muscle";
      case INTRAVENOUS -> "Inject" + amount + " into the vein";
    };
  }

  private static String when(Schedule schedule) {
    return switch (schedule.kind()) {
      case TIMES_A_DAY -> times(schedule.timesADay()) + " a day";
      case AT_TIMES -> at(DayTimes.ordered(schedule.times()));
      case EVERY_DAYS -> every(schedule.everyDays());
      case AS_NEEDED -> "when needed, at most " + times(schedule.maximumADay()) + " a day";
    };
  }

  private static String times(int number) {
    return switch (number) {
      case 1 -> "once";
      case 2 -> "twice";
      default -> DayTimes.word(NUMBERS, number) + " times";
    };
  }

  private static String at(List<String> times) {
    if (times.stream().allMatch(DayTimes::isClock)) {
      return "at " + DayTimes.listed(times.stream().map(DayTimes::clock).toList(), "and");
    }
    return DayTimes.listed(times.stream().map(EnglishDosage::at).toList(), "and");
  }

  private static String at(String time) {
    return switch (time) {
      case "MORNING" -> "in the morning";
      case "NOON" -> "at noon";
      case "EVENING" -> "in the evening";
      case "NIGHT" -> "at bedtime";
      default -> "at " + DayTimes.clock(time);
    };
  }

  private static String every(int days) {
    if (days == 2) {
      return "every other day";
    }
    if (DayTimes.isWeek(days)) {
      return "once a week";
    }
    return DayTimes.areWeeks(days)
        ? "every " + DayTimes.weeks(days) + " weeks"
        : "every " + days + " days";
  }

  private static String duration(Dosage dosage) {
    Integer days = dosage.durationDays();
    if (days == null) {
      return "";
    }
    String after = dosage.schedule().maximumADay() == null ? " for " : ", for ";
    if (DayTimes.areWeeks(days)) {
      return after + DayTimes.weeks(days) + " weeks";
    }
    return after + (days == 1 ? "1 day" : days + " days");
  }
}
