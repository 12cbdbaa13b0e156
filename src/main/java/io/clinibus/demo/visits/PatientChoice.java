package io.clinibus.demo.visits;

import io.clinibus.demo.people.Patients.Patient;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the patient of a visit: children for the paediatrician, women for the gynaecologist,
 * mostly patients the doctor knows, and never two visits at the same time. The patient with an
 * account is not among them: a user of the demo has room to book.
 */
final class PatientChoice {

  private static final int KNOWN_PERCENT = 70;
  private static final int PANEL = 150;

  /** The place of the patient with an account in the list of patients. */
  static final int SIGN_IN_PATIENT = 0;

  private final List<Patient> patients;
  private final SeededRandom chance;
  private final int[] children;
  private final int[] adults;
  private final int[] women;
  private final List<int[]> panels = new ArrayList<>();

  /** Occupied times of each patient: start, end, start, end, … in seconds. */
  private final long[][] taken;

  PatientChoice(List<Patient> patients, List<Staff.Doctor> doctors, SeededRandom chance) {
    this.patients = patients;
    this.chance = chance;
    this.taken = new long[patients.size()][];
    this.children = numbers(Patient::isChild);
    this.adults = numbers(patient -> !patient.isChild());
    this.women = numbers(Patient::isWoman);
    for (Staff.Doctor doctor : doctors) {
      int[] panel = new int[PANEL];
      Arrays.setAll(panel, i -> any(eligible(doctor)));
      panels.add(panel);
    }
  }

  /** A patient for this doctor who is free from start to end. */
  int choose(int number, Staff.Doctor doctor, Instant start, Instant end) {
    int[] known = panels.get(number);
    int patient;
    do {
      patient = chance.percent(KNOWN_PERCENT) ? any(known) : any(eligible(doctor));
    } while (!take(patient, start, end));
    return patient;
  }

  /**
   * Occupies the patient's time if it is free.
   *
   * @return whether it was free
   */
  boolean take(int patient, Instant start, Instant end) {
    long from = start.getEpochSecond();
    long until = end.getEpochSecond();
    long[] times = taken[patient] == null ? new long[0] : taken[patient];
    for (int i = 0; i < times.length; i += 2) {
      if (times[i] < until && from < times[i + 1]) {
        return false;
      }
    }
    times = Arrays.copyOf(times, times.length + 2);
    times[times.length - 2] = from;
    times[times.length - 1] = until;
    taken[patient] = times;
    return true;
  }

  private int[] eligible(Staff.Doctor doctor) {
    return switch (doctor.profile().department()) {
      case "Paediatrics" -> children;
      case "Women's Health" -> women;
      default -> adults;
    };
  }

  private int any(int[] of) {
    return of[chance.below(of.length)];
  }

  private int[] numbers(java.util.function.Predicate<Patient> wanted) {
    return java.util.stream.IntStream.range(SIGN_IN_PATIENT + 1, patients.size())
        .filter(i -> wanted.test(patients.get(i)))
        .toArray();
  }
}
