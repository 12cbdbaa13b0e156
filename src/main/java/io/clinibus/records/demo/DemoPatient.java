package io.clinibus.records.demo;

import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Drinking;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.FamilyHistory;
import io.clinibus.records.api.EntriesApi.Immunization;
import io.clinibus.records.api.EntriesApi.Relative;
import io.clinibus.records.api.EntriesApi.Smoking;
import io.clinibus.records.api.EntriesApi.SocialHistory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * An invented patient's health: what was measured and found follows from the patient's id, age and
 * the day, so that values of one patient fit each other.
 */
final class DemoPatient {

  private static final int ADULT = 18;
  private static final int[][] HEIGHTS = {{2, 86}, {4, 103}, {6, 117}, {9, 135}, {12, 152}};
  private static final List<String> OCCUPATIONS =
      List.of(
          "Teacher", "Electrician", "Nurse", "Retired", "Software developer", "Baker", "Driver");
  private static final List<String> IN_FAMILY =
      List.of("Type 2 diabetes", "High blood pressure", "Heart attack", "Breast cancer", "Stroke");

  private final LocalDate born;
  private final SplittableRandom chance;
  private final double systolic;
  private final double weight;
  private final double height;
  private final boolean hasHighPressure;

  DemoPatient(UUID id, LocalDate born) {
    this.born = born;
    this.chance = new SplittableRandom(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    this.height = chance.nextDouble(156, 190);
    this.weight = (height - 100) * chance.nextDouble(0.85, 1.3);
    int age = ageOn(LocalDate.of(2026, 1, 1));
    this.hasHighPressure = age > 45 && chance.nextInt(100) < 45;
    this.systolic =
        108 + Math.min(age, 80) * 0.25 + (hasHighPressure ? 22 : 0) + chance.nextInt(12);
  }

  private int ageOn(LocalDate day) {
    return born == null ? 40 : (int) Math.max(0, ChronoUnit.YEARS.between(born, day));
  }

  /** The note of a visit in a department. */
  EncounterNote visit(String department, LocalDate day) {
    boolean isChild = ageOn(day) < ADULT;
    List<DemoCase> cases = DemoCase.of(department, isChild);
    DemoCase found = cases.get(chance.nextInt(cases.size()));
    return new EncounterNote(
        found.reason(),
        null,
        found.findings(),
        isChild ? ofChild(day) : ofAdult(),
        null,
        List.of(
            new Diagnosis(
                found.diagnosis(), found.code(), DemoCase.SYSTEM, Certainty.CONFIRMED, false)),
        found.plan(),
        null,
        null,
        null);
  }

  private List<Measurement> ofAdult() {
    List<Measurement> measured = new ArrayList<>();
    double upper = systolic + chance.nextInt(-9, 10);
    add(measured, VitalSign.SYSTOLIC, Math.round(upper), "mm[Hg]");
    add(measured, VitalSign.DIASTOLIC, Math.round(upper * 0.6 + chance.nextInt(6)), "mm[Hg]");
    add(measured, VitalSign.PULSE, chance.nextInt(58, 92), "/min");
    if (chance.nextInt(100) < 70) {
      add(measured, VitalSign.WEIGHT, rounded(weight + chance.nextDouble(-2.5, 2.5)), "kg");
    }
    if (chance.nextInt(100) < 20) {
      add(measured, VitalSign.TEMPERATURE, rounded(chance.nextDouble(36.2, 37.4)), "Cel");
      add(measured, VitalSign.SATURATION, chance.nextInt(95, 100), "%");
    }
    return measured;
  }

  private List<Measurement> ofChild(LocalDate day) {
    int age = ageOn(day);
    double tall = 165;
    for (int[] step : HEIGHTS) {
      if (age < step[0]) {
        tall = step[1];
        break;
      }
    }
    List<Measurement> measured = new ArrayList<>();
    add(measured, VitalSign.HEIGHT, Math.round(tall + chance.nextInt(-4, 5)), "cm");
    add(measured, VitalSign.WEIGHT, rounded(tall * tall * 0.0017 + chance.nextInt(3)), "kg");
    add(measured, VitalSign.TEMPERATURE, rounded(chance.nextDouble(36.4, 37.4)), "Cel");
    return measured;
  }

  /** Problems, immunisations, family and social history as they are known on a day. */
  List<EntryDetails> entries(LocalDate day) {
    List<EntryDetails> entries = new ArrayList<>();
    int age = ageOn(day);
    if (hasHighPressure) {
      entries.add(
          problem("HEART-01", "High blood pressure", day.getYear() - 1 - chance.nextInt(9)));
    }
    if (age > 50 && chance.nextInt(100) < 18) {
      entries.add(problem("META-01", "Type 2 diabetes", day.getYear() - 1 - chance.nextInt(12)));
    }
    if (chance.nextInt(100) < 14) {
      entries.add(problem("RESP-14", "Hay fever", null));
    }
    if (chance.nextInt(100) < 8) {
      entries.add(problem("RESP-11", "Asthma", null));
    }
    entries.add(immunization(age < ADULT ? "Measles, mumps, rubella" : "Tetanus, diphtheria", day));
    if (age > 60) {
      entries.add(immunization("Influenza", day));
    }
    if (age >= ADULT && chance.nextInt(100) < 40) {
      entries.add(
          new EntryDetails(
              null,
              null,
              new FamilyHistory(
                  chance.nextBoolean() ? Relative.MOTHER : Relative.FATHER,
                  IN_FAMILY.get(chance.nextInt(IN_FAMILY.size())),
                  chance.nextInt(45, 78),
                  null),
              null));
    }
    if (age >= ADULT) {
      entries.add(
          new EntryDetails(
              null,
              null,
              null,
              new SocialHistory(
                  Smoking.values()[chance.nextInt(Smoking.values().length)],
                  chance.nextBoolean() ? Drinking.OCCASIONAL : Drinking.NONE,
                  OCCUPATIONS.get(chance.nextInt(OCCUPATIONS.size())),
                  null)));
    }
    return entries;
  }

  private static EntryDetails problem(String code, String name, Integer since) {
    return EntryDetails.of(
        new Condition(
            new EntryCode(DemoCase.SYSTEM, code, name),
            name,
            since == null ? null : since.toString(),
            null,
            ClinicalStatus.ACTIVE,
            Certainty.CONFIRMED,
            null));
  }

  private EntryDetails immunization(String vaccine, LocalDate day) {
    return new EntryDetails(
        null,
        new Immunization(
            null,
            vaccine,
            day.minusDays(chance.nextInt(30)),
            "L" + chance.nextInt(10_000, 99_999),
            null),
        null,
        null);
  }

  private static void add(List<Measurement> measured, VitalSign kind, double value, String unit) {
    measured.add(new Measurement(kind, value, unit));
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
