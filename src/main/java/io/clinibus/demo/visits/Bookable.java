package io.clinibus.demo.visits;

import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import io.clinibus.demo.profile.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Draws the booked slots from the doctors' grids: nearly all in the past and today, fewer further
 * ahead, and more for popular doctors.
 */
public final class Bookable {

  private static final double PAST_WEIGHT = 1.0;
  private static final double TODAY_WEIGHT = 2.5;
  private static final double COMING_WEIGHT = 0.9;
  private static final double COMING_DAYS = 16;
  private static final int DOCTOR_BITS = 16;
  private static final int DOCTOR_MASK = (1 << DOCTOR_BITS) - 1;

  /**
   * A slot: epoch seconds in the upper bits, number of the doctor in the lower ones; sorts by time.
   */
  private long[] slots = new long[1 << 14];

  private double[] keys = new double[1 << 14];
  private int count;

  private final Staff staff;
  private final SlotGrid grid;
  private final SeededRandom chance;

  public Bookable(Staff staff, SlotGrid grid, SeededRandom chance) {
    this.staff = staff;
    this.grid = grid;
    this.chance = chance;
  }

  static Instant start(long slot) {
    return Instant.ofEpochSecond(slot >> DOCTOR_BITS);
  }

  static int doctor(long slot) {
    return (int) (slot & DOCTOR_MASK);
  }

  /**
   * Weighted sampling without replacement (Efraimidis and Spirakis): the smallest keys are
   * selected.
   *
   * @return exactly as many slots as the size requires, in order of time
   */
  public long[] draw(Size size, Instant now, ZoneId zone) {
    LocalDate today = now.atZone(zone).toLocalDate();
    for (int day = -size.pastDays(); day <= size.comingDays(); day++) {
      offerDay(today.plusDays(day), weight(day));
    }
    if (count < size.appointments()) {
      throw new IllegalStateException("only " + count + " slots for " + size);
    }
    double[] ranked = Arrays.copyOf(keys, count);
    Arrays.sort(ranked);
    double threshold = ranked[size.appointments() - 1];
    long[] drawn = new long[size.appointments()];
    int taken = 0;
    for (int i = 0; i < count && taken < drawn.length; i++) {
      if (keys[i] <= threshold) {
        drawn[taken++] = slots[i];
      }
    }
    Arrays.sort(drawn);
    return drawn;
  }

  private static double weight(int day) {
    if (day == 0) {
      return TODAY_WEIGHT;
    }
    return day < 0 ? PAST_WEIGHT : COMING_WEIGHT * Math.exp(-day / COMING_DAYS);
  }

  private void offerDay(LocalDate day, double weight) {
    if (staff.holidays().containsKey(day)) {
      return;
    }
    for (int number = 0; number < staff.doctors().size(); number++) {
      Staff.Doctor doctor = staff.doctors().get(number);
      Profiles.Doctor profile = doctor.profile();
      for (Instant start : grid.starts(doctor.hours(), profile.visit(), profile.buffer(), day)) {
        if (!doctor.isAway(start, start.plusSeconds(SlotGrid.seconds(profile.visit())))) {
          offer(start, number, weight * profile.popularity());
        }
      }
    }
  }

  private void offer(Instant start, int doctor, double weight) {
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, count * 2);
      keys = Arrays.copyOf(keys, count * 2);
    }
    slots[count] = start.getEpochSecond() << DOCTOR_BITS | doctor;
    keys[count] = -Math.log(chance.fraction()) / weight;
    count++;
  }
}
