package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import java.math.BigDecimal;
import java.util.List;

/** Dosages in languages that state what to do, with how much, when, and for how long. */
abstract class AmountFirstDosage {

  /**
   * The words of a language.
   *
   * @param numbers from one on
   * @param plainApplication what is applied if no amount is stated
   * @param atMost before how often a day is the most
   */
  record Words(
      Language language,
      List<String> numbers,
      String plainApplication,
      String once,
      String times,
      String aDay,
      String atMost,
      String and,
      String every,
      String everyOtherDay,
      String onceAWeek,
      String during,
      String day,
      String days,
      String weeks) {}

  private final Words words;

  AmountFirstDosage(Words words) {
    this.words = words;
  }

  /** What to do, with an amount that begins with a space, or is empty. */
  abstract String action(Dosage dosage, String amount);

  /** A part of the day or a time of the clock. */
  abstract String at(String time);

  String clause(Dosage dosage) {
    return action(dosage, amount(dosage)) + ' ' + when(dosage.schedule()) + duration(dosage);
  }

  String at(List<String> times) {
    return listed(times.stream().map(this::at).toList());
  }

  String times(int number) {
    return number == 1 ? words.once() : word(number) + ' ' + words.times();
  }

  final String listed(List<String> parts) {
    return DayTimes.listed(parts, words.and());
  }

  private String word(int number) {
    List<String> numbers = words.numbers();
    return number <= numbers.size() ? numbers.get(number - 1) : Integer.toString(number);
  }

  private String amount(Dosage dosage) {
    boolean isPlainApplication =
        dosage.unit() == DoseUnit.APPLICATION && dosage.dose().compareTo(BigDecimal.ONE) == 0;
    return isPlainApplication
        ? words.plainApplication()
        : ' ' + DosageTerms.of(words.language()).amount(dosage.dose(), dosage.unit());
  }

  private String when(Schedule schedule) {
    return switch (schedule.kind()) {
      case TIMES_A_DAY -> times(schedule.timesADay()) + ' ' + words.aDay();
      case AT_TIMES -> at(DayTimes.ordered(schedule.times()));
      case EVERY_DAYS -> every(schedule.everyDays());
      case AS_NEEDED -> words.atMost() + ' ' + times(schedule.maximumADay()) + ' ' + words.aDay();
    };
  }

  private String every(int days) {
    if (days == 2) {
      return words.everyOtherDay();
    }
    return DayTimes.isWeek(days) ? words.onceAWeek() : words.every() + ' ' + period(days);
  }

  private String duration(Dosage dosage) {
    Integer days = dosage.durationDays();
    if (days == null) {
      return "";
    }
    String before = dosage.schedule().maximumADay() == null ? " " : ", ";
    return before + words.during() + ' ' + period(days);
  }

  private String period(int days) {
    if (DayTimes.areWeeks(days)) {
      return DayTimes.weeks(days) + " " + words.weeks();
    }
    return days + " " + (days == 1 ? words.day() : words.days());
  }
}
