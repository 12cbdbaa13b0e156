package io.clinibus.scheduling.queue;

import io.clinibus.scheduling.api.QueueApi.CalledTicket;
import io.clinibus.scheduling.api.QueueApi.LateDoctor;
import io.clinibus.scheduling.api.QueueApi.QueueEntry;
import io.clinibus.scheduling.api.QueueApi.WaitingTicket;
import io.clinibus.scheduling.queue.WallRepository.DoctorPace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a screen shows of those who wait: codes, rooms and minutes. */
record WallBoard(List<CalledTicket> called, List<WaitingTicket> next, List<LateDoctor> late) {

  private static final int MOST_CALLED = 6;
  private static final int MOST_NEXT = 5;

  /** Who has not come by then is not shown any more. */
  private static final Duration SHOWN = Duration.ofMinutes(15);

  /** A doctor who is less behind is on time. */
  private static final int LATE_FROM = 10;

  private static final int STEP = 5;

  /**
   * @param waiting in the order in which they are due
   */
  static WallBoard of(List<QueueEntry> waiting, List<DoctorPace> paces, Instant now) {
    return new WallBoard(called(waiting, now), next(waiting, paces, now), late(waiting, now));
  }

  private static List<CalledTicket> called(List<QueueEntry> waiting, Instant now) {
    return waiting.stream()
        .filter(entry -> entry.calledAt() != null)
        .filter(entry -> entry.calledAt().toInstant().plus(SHOWN).isAfter(now))
        .sorted(Comparator.comparing(QueueEntry::calledAt).reversed())
        .limit(MOST_CALLED)
        .map(entry -> new CalledTicket(entry.ticket(), entry.room(), entry.calledAt()))
        .toList();
  }

  private static List<WaitingTicket> next(
      List<QueueEntry> waiting, List<DoctorPace> paces, Instant now) {
    Map<UUID, WaitEstimate> estimates = new LinkedHashMap<>();
    paces.forEach(
        one -> estimates.put(one.doctorId(), new WaitEstimate(one.pace(), one.begun(), now)));
    List<QueueEntry> inLine = new ArrayList<>(waiting);
    // Who was called goes in first.
    inLine.sort(Comparator.comparing(entry -> entry.calledAt() == null));
    List<WaitingTicket> next = new ArrayList<>();
    for (QueueEntry entry : inLine) {
      WaitEstimate estimate = estimates.get(entry.doctorId());
      if (estimate != null) {
        var wait = estimate.next(entry.start().toInstant());
        if (entry.calledAt() == null) {
          next.add(new WaitingTicket(entry.ticket(), entry.room(), wait.from(), wait.until()));
        }
      }
    }
    return next.stream()
        .sorted(Comparator.comparingInt(WaitingTicket::fromMinutes))
        .limit(MOST_NEXT)
        .toList();
  }

  private static List<LateDoctor> late(List<QueueEntry> waiting, Instant now) {
    Map<String, Integer> late = new LinkedHashMap<>();
    for (QueueEntry entry : waiting) {
      if (entry.calledAt() == null) {
        int minutes = (int) Duration.between(entry.start().toInstant(), now).toMinutes();
        late.merge(entry.doctorName(), minutes / STEP * STEP, Math::max);
      }
    }
    return late.entrySet().stream()
        .filter(doctor -> doctor.getValue() >= LATE_FROM)
        .map(doctor -> new LateDoctor(doctor.getKey(), doctor.getValue()))
        .sorted(Comparator.comparing(LateDoctor::doctorName))
        .toList();
  }
}
