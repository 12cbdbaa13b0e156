package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import java.util.List;

/** Dosages in English. */
final class EnglishDosage extends AmountFirstDosage {

  EnglishDosage() {
    super(
        new Words(
            Language.en,
            List.of(
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                "eleven", "twelve"),
            "",
            "once",
            "times",
            "a day",
            "when needed, at most",
            "and",
            "every",
            "every other day",
            "once a week",
            "for",
            "day",
            "days",
            "weeks"));
  }

  @Override
  String action(Dosage dosage, String amount) {
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

  @Override
  String times(int number) {
    return number == 2 ? "twice" : super.times(number);
  }

  @Override
  String at(List<String> times) {
    return times.stream().allMatch(DayTimes::isClock)
        ? "at " + listed(times.stream().map(DayTimes::clock).toList())
        : super.at(times);
  }

  @Override
  String at(String time) {
    return switch (time) {
      case "MORNING" -> "in the morning";
      case "NOON" -> "at noon";
      case "EVENING" -> "in the evening";
      case "NIGHT" -> "at bedtime";
      default -> "at " + DayTimes.clock(time);
    };
  }
}
