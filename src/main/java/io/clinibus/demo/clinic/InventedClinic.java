package io.clinibus.demo.clinic;

import io.clinibus.demo.people.Patients;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import io.clinibus.demo.profile.Size;
import io.clinibus.demo.visits.Bookable;
import io.clinibus.demo.visits.SlotGrid;
import io.clinibus.demo.visits.Visits;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A generated clinic: the same seed, size and instant give the same clinic. */
public record InventedClinic(
    Profiles profiles, Staff staff, List<Patients.Patient> patients, Visits visits) {

  private static final long STAFF = 1;
  private static final long PATIENTS = 2;
  private static final long SLOTS = 3;
  private static final long VISITS = 4;

  public static InventedClinic of(long seed, Size size, Instant now, ZoneId zone) {
    Profiles profiles = Profiles.read();
    Staff staff = Staff.invent(size, profiles, chance(seed, STAFF), now, zone);
    List<Patients.Patient> patients =
        new Patients(profiles.people(), chance(seed, PATIENTS), now).invent(size.patients());
    long[] slots =
        new Bookable(staff, new SlotGrid(zone), chance(seed, SLOTS)).draw(size, now, zone);
    Visits visits =
        new Visits(staff, patients, profiles.people(), slots, chance(seed, VISITS), now);
    return new InventedClinic(profiles, staff, patients, visits);
  }

  /**
   * A separate random source for each part, so that a change in one leaves the others unchanged.
   */
  private static SeededRandom chance(long seed, long part) {
    return new SeededRandom(seed * 31 + part);
  }
}
