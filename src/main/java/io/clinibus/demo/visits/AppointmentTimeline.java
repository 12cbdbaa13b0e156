package io.clinibus.demo.visits;

import static io.clinibus.scheduling.api.AppointmentStatus.BOOKED;
import static io.clinibus.scheduling.api.AppointmentStatus.CANCELLED;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static io.clinibus.scheduling.api.AppointmentStatus.NO_SHOW;

import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.SeededRandom;
import io.clinibus.demo.visits.Visit.Change;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Generates the history of an appointment: booked some time before, perhaps moved, then completed,
 * missed or cancelled, each step at a plausible time and by a plausible user.
 */
final class AppointmentTimeline {

  private static final int CANCELLED_PERCENT = 7;
  private static final int NO_SHOW_PERCENT = 6;
  private static final int MOVED_PERCENT = 5;
  private static final int LATE_PERCENT = 30;
  private static final Duration EARLY_ARRIVAL = Duration.ofMinutes(35);
  private static final int MOST_DAYS_AHEAD = 26;

  private final Staff staff;
  private final List<String> cancellations;
  private final SeededRandom chance;
  private final Instant now;

  AppointmentTimeline(Staff staff, List<String> cancellations, SeededRandom chance, Instant now) {
    this.staff = staff;
    this.cancellations = cancellations;
    this.chance = chance;
    this.now = now;
  }

  /**
   * @param earlier another slot of the doctor, from which it may have been moved
   * @param kept whether it must not have been cancelled or missed
   */
  List<Change> tell(
      Staff.Doctor doctor, Instant start, Instant end, Instant earlier, boolean kept) {
    List<Change> changes = new ArrayList<>(5);
    Instant booked = bookedAt(doctor, start);
    Duration length = Duration.between(start, end);
    boolean moved = earlier.isAfter(booked) && !earlier.equals(start) && percent(MOVED_PERCENT);
    UUID desk = staff.receptionist();
    if (moved) {
      changes.add(
          change(booked, desk, ChangeKind.BOOKED, earlier, earlier.plus(length), BOOKED, ""));
      Instant at = between(booked, earliest(start, earlier));
      changes.add(change(at, desk, ChangeKind.RESCHEDULED, start, end, BOOKED, ""));
    } else {
      changes.add(change(booked, desk, ChangeKind.BOOKED, start, end, BOOKED, ""));
    }
    if (!kept && percent(CANCELLED_PERCENT)) {
      Instant at = between(last(changes), start);
      String note = chance.pick(cancellations);
      changes.add(change(at, desk, ChangeKind.CANCELLED, start, end, CANCELLED, note));
    } else {
      attend(changes, doctor, start, end, kept);
    }
    return changes;
  }

  private void attend(
      List<Change> changes, Staff.Doctor doctor, Instant start, Instant end, boolean kept) {
    UUID desk = staff.receptionist();
    boolean missed = !kept && percent(NO_SHOW_PERCENT);
    if (missed && start.plus(Duration.ofMinutes(15)).isBefore(now)) {
      Instant at = between(start.plus(Duration.ofMinutes(15)), end.plus(Duration.ofMinutes(20)));
      changes.add(step(at, desk, start, end, NO_SHOW));
      return;
    }
    Instant arrives = start.minusSeconds(chance.between(60, (int) EARLY_ARRIVAL.toSeconds()));
    if (percent(LATE_PERCENT)) {
      arrives = start.minusSeconds(chance.between(-240, 120));
    }
    Instant begins = latest(start, arrives).plusSeconds(chance.between(20, 240));
    Instant ends = latest(end.minusSeconds(chance.between(0, 240)), begins.plusSeconds(300));
    stepIfBegun(changes, arrives, desk, start, end, CHECKED_IN);
    stepIfBegun(changes, begins, doctor.account(), start, end, IN_CONSULTATION);
    stepIfBegun(changes, ends, doctor.account(), start, end, COMPLETED);
  }

  private void stepIfBegun(
      List<Change> changes,
      Instant at,
      UUID actor,
      Instant start,
      Instant end,
      AppointmentStatus status) {
    Instant in = latest(at, last(changes).plusSeconds(1));
    if (!in.isAfter(now)) {
      changes.add(step(in, actor, start, end, status));
    }
  }

  /** Urgent care is booked within hours, everything else days or weeks ahead; never after now. */
  private Instant bookedAt(Staff.Doctor doctor, Instant start) {
    boolean urgent = doctor.profile().department().equals("Urgent Care");
    Duration ahead =
        urgent
            ? Duration.ofMinutes(chance.between(40, 600))
            : Duration.ofMinutes(chance.between(120, MOST_DAYS_AHEAD * 24 * 60));
    Instant booked = start.minus(ahead);
    return booked.isBefore(now) ? booked : now.minusSeconds(chance.between(60, 4 * 24 * 3600));
  }

  /** An instant between the two, and not after now. */
  private Instant between(Instant from, Instant until) {
    long seconds = Duration.between(from, earliest(until, now)).toSeconds();
    return seconds < 2
        ? from.plusMillis(500)
        : from.plusSeconds(1 + (long) (chance.fraction() * (seconds - 2)));
  }

  private boolean percent(int percent) {
    return chance.percent(percent);
  }

  private static Change step(
      Instant at, UUID actor, Instant start, Instant end, AppointmentStatus status) {
    return change(at, actor, ChangeKind.STATUS_CHANGED, start, end, status, "");
  }

  private static Change change(
      Instant at,
      UUID actor,
      ChangeKind kind,
      Instant start,
      Instant end,
      AppointmentStatus status,
      String note) {
    return new Change(at, actor, kind, start, end, status, note);
  }

  private static Instant last(List<Change> changes) {
    return changes.get(changes.size() - 1).at();
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
