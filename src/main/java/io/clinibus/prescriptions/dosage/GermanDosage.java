package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import java.math.BigDecimal;
import java.util.List;

/** Dosages in German: the verb opens the sentence, and what it is split from closes it. */
final class GermanDosage {

  private static final String[] TIMES = {
    "einmal",
    "zweimal",
    "dreimal",
    "viermal",
    "fünfmal",
    "sechsmal",
    "siebenmal",
    "achtmal",
    "neunmal",
    "zehnmal",
    "elfmal",
    "zwölfmal"
  };

  private GermanDosage() {}

  static String clause(Dosage dosage) {
    String adverbs = duration(dosage) + when(dosage.schedule());
    String amount = amount(dosage);
    return switch (dosage.route()) {
      case ORAL -> "Nehmen Sie " + adverbs + amount + " ein";
      case SUBLINGUAL -> "Geben Sie " + adverbs + amount + " unter die Zunge";
      case INHALED -> "Inhalieren Sie " + adverbs + amount;
      case NASAL -> "Geben Sie " + adverbs + amount + " in die Nase";
      case ON_SKIN -> "Tragen Sie " + adverbs + amount + " auf die Haut auf";
      case TRANSDERMAL ->
          dosage.unit() == DoseUnit.PATCH
              ? "Kleben Sie " + adverbs + amount + " auf die Haut"
              : "Tragen Sie " + adverbs + amount + " auf die Haut auf";
      case IN_EYE -> "Geben Sie " + adverbs + amount + " in das Auge";
      case IN_EAR -> "Geben Sie " + adverbs + amount + " in das Ohr";
      case RECTAL -> "Führen Sie " + adverbs + amount + " in den After ein";
      case VAGINAL -> "Führen Sie " + adverbs + amount + " in die Scheide ein";
      case SUBCUTANEOUS -> "Spritzen Sie " + adverbs + amount + " unter die Haut";
      case INTRAMUSCULAR -> "Spritzen Sie " + adverbs + amount + " in den Muskel";
      case INTRAVENOUS -> "Spritzen Sie " + adverbs + amount + " in die Vene";
    };
  }

  /** A plain application has no amount. */
  private static String amount(Dosage dosage) {
    if (dosage.unit() == DoseUnit.APPLICATION && dosage.dose().compareTo(BigDecimal.ONE) == 0) {
      return "das Mittel";
    }
    String amount = DosageTerms.of(Language.de).amount(dosage.dose(), dosage.unit());
    return dosage.schedule().times().size() > 1 ? "jeweils " + amount : amount;
  }

  private static String when(Schedule schedule) {
    return switch (schedule.kind()) {
      case TIMES_A_DAY -> times(schedule.timesADay()) + " täglich ";
      case AT_TIMES -> at(DayTimes.ordered(schedule.times())) + ' ';
      case EVERY_DAYS -> every(schedule.everyDays()) + ' ';
      case AS_NEEDED -> "bei Bedarf höchstens " + times(schedule.maximumADay()) + " täglich ";
    };
  }

  private static String times(int number) {
    return number <= TIMES.length ? TIMES[number - 1] : number + "-mal";
  }

  private static String at(List<String> times) {
    if (times.stream().allMatch(DayTimes::isClock)) {
      List<String> clocks = times.stream().map(DayTimes::clock).toList();
      return "um " + DayTimes.listed(clocks, "und") + " Uhr";
    }
    return DayTimes.listed(times.stream().map(GermanDosage::at).toList(), "und");
  }

  private static String at(String time) {
    return switch (time) {
      case "MORNING" -> "morgens";
      case "NOON" -> "mittags";
      case "EVENING" -> "abends";
      case "NIGHT" -> "zur Nacht";
      default -> "um " + DayTimes.clock(time) + " Uhr";
    };
  }

  private static String every(int days) {
    if (days == 2) {
      return "jeden zweiten Tag";
    }
    if (DayTimes.isWeek(days)) {
      return "einmal pro Woche";
    }
    return DayTimes.areWeeks(days)
        ? "alle " + DayTimes.weeks(days) + " Wochen"
        : "alle " + days + " Tage";
  }

  private static String duration(Dosage dosage) {
    Integer days = dosage.durationDays();
    if (days == null) {
      return "";
    }
    if (DayTimes.areWeeks(days)) {
      return DayTimes.weeks(days) + " Wochen lang ";
    }
    return (days == 1 ? "1 Tag" : days + " Tage") + " lang ";
  }
}
