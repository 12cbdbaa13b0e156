package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.FreeTimeSearch;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Searches the free times that match an entry when it is added. */
final class KnownTimesSearch {

  private final FreeTimeSearch freeTimes;

  KnownTimesSearch(FreeTimeSearch freeTimes) {
    this.freeTimes = freeTimes;
  }

  /**
   * @param doctorIds with whom the patient would have the visit, if they offer it
   */
  Future<KnownTimes> search(
      JoinWaitlist wish, Set<UUID> doctorIds, ClinicRules clinic, Instant now) {
    LocalDate today = clinic.dayOf(now);
    LocalDate horizon = today.plusDays(clinic.horizonDays());
    WaitlistCandidate candidate = candidate(wish, doctorIds, now).withOffering(clinic.visitTypes());
    return freeTimes
        .inSlices(WaitlistMatching.days(List.of(candidate), today, horizon, 0, Integer.MAX_VALUE))
        .map(free -> KnownTimes.of(free.stream().filter(candidate::suits).toList()));
  }

  private static WaitlistCandidate candidate(JoinWaitlist wish, Set<UUID> doctorIds, Instant now) {
    PreferredTimes preferred = wish.preferred() == null ? PreferredTimes.ANY : wish.preferred();
    return new WaitlistCandidate(
        null,
        now,
        doctorIds,
        wish.visitTypeId(),
        preferred.from(),
        preferred.until(),
        weekdays(preferred.weekdays()),
        time(preferred.earliest()),
        time(preferred.latest()),
        List.of(),
        Set.of(),
        KnownTimes.NONE);
  }

  private static List<Short> weekdays(List<DayOfWeek> days) {
    return days == null || days.isEmpty()
        ? null
        : days.stream().map(day -> (short) day.getValue()).toList();
  }

  private static LocalTime time(String text) {
    return text == null ? null : LocalTime.parse(text);
  }
}
