package io.clinibus.demo.visits;

import io.clinibus.demo.people.Patients.Patient;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/** All generated appointments in order of their start, one at a time. */
public final class Visits implements Iterator<Visit> {

  private static final List<Integer> SIGN_IN_PATIENT_DAYS = List.of(-24, -13, -6, 2, 9);

  private final Staff staff;
  private final List<Patient> patients;
  private final Profiles.People people;
  private final SeededRandom chance;
  private final long[] slots;
  private final PatientChoice choice;
  private final AppointmentTimeline story;
  private final Deque<Instant> signInPatientFrom = new ArrayDeque<>();
  private int next;

  public Visits(
      Staff staff,
      List<Patient> patients,
      Profiles.People people,
      long[] slots,
      SeededRandom chance,
      Instant now) {
    this.staff = staff;
    this.patients = patients;
    this.people = people;
    this.slots = slots;
    this.chance = chance;
    this.choice = new PatientChoice(patients, staff.doctors(), chance);
    this.story = new AppointmentTimeline(staff, people.cancellations(), chance, now);
    SIGN_IN_PATIENT_DAYS.forEach(day -> signInPatientFrom.add(now.plus(day, ChronoUnit.DAYS)));
  }

  @Override
  public boolean hasNext() {
    return next < slots.length;
  }

  @Override
  public Visit next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long slot = slots[next++];
    int number = Bookable.doctor(slot);
    Staff.Doctor doctor = staff.doctors().get(number);
    Instant start = Bookable.start(slot);
    Instant end = start.plusSeconds(SlotGrid.seconds(doctor.profile().visit()));
    Instant takenUntil = end.plusSeconds(SlotGrid.seconds(doctor.profile().buffer()));
    boolean mine = isForSignInPatient(doctor, start, takenUntil);
    int patient =
        mine ? PatientChoice.SIGN_IN_PATIENT : choice.choose(number, doctor, start, takenUntil);
    List<Visit.Change> changes = story.tell(doctor, start, end, anotherSlotOf(number, start), mine);
    UUID id = chance.id(changes.get(0).at());
    String reason = chance.pick(people.reasons().get(doctor.profile().department()));
    return new Visit(
        id, doctor, patients.get(patient).id(), start, end, takenUntil, reason, changes);
  }

  /** Gives the patient of the demo account past and upcoming visits. */
  private boolean isForSignInPatient(Staff.Doctor doctor, Instant start, Instant end) {
    Instant due = signInPatientFrom.peek();
    boolean suits =
        due != null
            && !start.isBefore(due)
            && !doctor.profile().department().equals("Paediatrics")
            && !doctor.profile().department().equals("Urgent Care");
    if (suits && choice.take(PatientChoice.SIGN_IN_PATIENT, start, end)) {
      signInPatientFrom.remove();
      return true;
    }
    return false;
  }

  /** Another booked slot of the doctor, near in time, or the same if there is none. */
  private Instant anotherSlotOf(int doctor, Instant start) {
    int from = Math.min(slots.length - 1, next + chance.below(400));
    for (int i = from; i < slots.length && i < from + 400; i++) {
      if (Bookable.doctor(slots[i]) == doctor) {
        return Bookable.start(slots[i]);
      }
    }
    return start;
  }
}
