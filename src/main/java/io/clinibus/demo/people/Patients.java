package io.clinibus.demo.people;

import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Draws patients with varied data. */
public final class Patients {

  private static final int ADULT = 18;
  private static final int OLDEST = 95;
  private static final int CHILD_PERCENT = 17;
  private static final int SIGN_IN_PATIENT_AGE = 36;

  public record Patient(
      UUID id,
      String given,
      String family,
      LocalDate born,
      String sex,
      String phone,
      String email,
      String address,
      String identifier,
      Map<String, Object> insurance,
      Map<String, Object> emergencyContact,
      Map<String, Object> medicalHistory,
      Instant registered,
      int age) {

    public boolean isChild() {
      return age < ADULT;
    }

    public boolean isWoman() {
      return !isChild() && sex.equals("FEMALE");
    }

    @Override
    public String toString() {
      return "Patient[" + id + "]";
    }
  }

  private final Profiles.People people;
  private final SeededRandom chance;
  private final Names names;
  private final Instant today;

  public Patients(Profiles.People people, SeededRandom chance, Instant now) {
    this.people = people;
    this.chance = chance;
    this.names = new Names(people.groups(), chance);
    this.today = now.truncatedTo(ChronoUnit.DAYS);
  }

  /** The first one is the patient of the account {@code patient@…}. */
  public List<Patient> invent(int count) {
    List<Patient> patients = new ArrayList<>(count);
    patients.add(
        next(
            0,
            new Names.Name(true, "Marie", "Lindner"),
            SIGN_IN_PATIENT_AGE,
            DemoAccounts.PATIENT));
    for (int i = 1; i < count; i++) {
      int age =
          chance.percent(CHILD_PERCENT)
              ? chance.below(ADULT)
              : chance.between(ADULT, Math.max(chance.between(ADULT, OLDEST), ADULT));
      boolean reachable = age >= ADULT && chance.percent(70);
      patients.add(
          next(i, names.next(), age, reachable ? "patient" + i + DemoAccounts.DOMAIN : null));
    }
    return patients;
  }

  private Patient next(int index, Names.Name name, int age, String email) {
    LocalDate born =
        LocalDate.ofInstant(today, ZoneOffset.UTC)
            .minusYears(age)
            .minusDays(chance.between(1, 360));
    Instant registered =
        today.minus(chance.between(1, 690), ChronoUnit.DAYS).plusSeconds(chance.below(36_000));
    String sex = chance.percent(1) ? "OTHER" : name.female() ? "FEMALE" : "MALE";
    return new Patient(
        chance.id(registered),
        name.given(),
        name.family(),
        born,
        index == 0 ? "FEMALE" : sex,
        chance.percent(92) ? phone() : null,
        email,
        chance.pick(people.streets())
            + " "
            + chance.between(1, 120)
            + ", "
            + chance.pick(people.towns()),
        identifier(index),
        chance.percent(90) ? insurance() : null,
        chance.percent(60) ? emergencyContact() : null,
        medicalHistory(age),
        registered,
        age);
  }

  private String phone() {
    return switch (chance.below(5)) {
      case 0 -> "+49 30 " + chance.between(1_000_000, 9_999_999);
      case 1 -> "0151 " + chance.between(10_000_000, 99_999_999);
      case 2 -> "+44 7700 900" + chance.between(100, 999);
      case 3 -> "(030) " + chance.between(100, 999) + "-" + chance.between(1_000, 9_999);
      default -> "+49 17" + chance.below(10) + " " + chance.between(1_000_000, 9_999_999);
    };
  }

  /** Unique by its last digits, with leading zeros, letters and hyphens. */
  private String identifier(int index) {
    return switch (index % 3) {
      case 0 -> "%010d".formatted(index);
      case 1 -> "%c%09d".formatted('A' + chance.below(26), index);
      default -> "CB-%02d-%07d".formatted(chance.between(19, 26), index);
    };
  }

  private Map<String, Object> insurance() {
    return ordered(
        "provider", chance.pick(people.insurers()),
        "number", "%c%09d".formatted('A' + chance.below(26), chance.below(1_000_000_000)),
        "validUntil",
            LocalDate.ofInstant(today, ZoneOffset.UTC)
                .plusDays(chance.between(-60, 900))
                .toString());
  }

  private Map<String, Object> emergencyContact() {
    Names.Name name = names.next();
    return ordered(
        "name", name.given() + " " + name.family(),
        "relationship", chance.pick(people.relationships()),
        "phone", phone());
  }

  private Map<String, Object> medicalHistory(int age) {
    boolean ill = chance.percent(Math.min(85, 10 + age));
    Map<String, Object> history =
        ordered(
            "conditions", ill ? some(people.conditions(), age > 60 ? 3 : 1) : List.of(),
            "allergies", chance.percent(25) ? some(people.allergies(), 2) : List.of(),
            "medication", ill && chance.percent(75) ? some(people.medication(), 2) : List.of());
    if (((List<?>) history.get("allergies")).isEmpty() && age % 10 < 7) {
      history.put("noKnownAllergies", true);
    }
    return history;
  }

  private List<String> some(List<String> of, int most) {
    List<String> drawn = new ArrayList<>();
    for (int i = chance.between(1, most); i > 0; i--) {
      drawn.add(chance.pick(of));
    }
    return drawn.stream().distinct().toList();
  }

  private static Map<String, Object> ordered(
      String k1, Object v1, String k2, Object v2, String k3, Object v3) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(k1, v1);
    map.put(k2, v2);
    map.put(k3, v3);
    return map;
  }
}
