package io.clinibus.scheduling.slots;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Searches the earliest free slots in chunks of days: one day, then twice as many at each step, as
 * most searches end on the first.
 */
final class FirstFreeSearch {

  private static final int MAX_STRETCH = 16;

  private final Function<List<DayKey>, Future<List<FreeSlot>>> slots;
  private final ClinicRules clinic;
  private final List<UUID> doctorIds;
  private final Function<UUID, UUID> group;
  private final Instant from;
  private final int perGroup;
  private final int limit;
  private final List<FreeSlot> found = new ArrayList<>();
  private final Map<UUID, Integer> foundOf = new HashMap<>();

  /**
   * @param slots the free slots on doctors' days, by start
   * @param group to which a doctor belongs: a department, or the doctor alone
   * @param perGroup how many slots of a group are wanted at most
   */
  FirstFreeSearch(
      Function<List<DayKey>, Future<List<FreeSlot>>> slots,
      ClinicRules clinic,
      List<UUID> doctorIds,
      Function<UUID, UUID> group,
      Instant from,
      int perGroup,
      int limit) {
    this.slots = slots;
    this.clinic = clinic;
    this.doctorIds = doctorIds;
    this.group = group;
    this.from = from;
    this.perGroup = perGroup;
    this.limit = limit;
  }

  /** The slots found up to a last day, by start. */
  Future<List<FreeSlot>> search(LocalDate lastDay) {
    return search(clinic.dayOf(from), 1, lastDay);
  }

  private Future<List<FreeSlot>> search(LocalDate day, int stretch, LocalDate lastDay) {
    List<UUID> wanting = wanting();
    if (found.size() >= limit || wanting.isEmpty() || day.isAfter(lastDay)) {
      return Future.succeededFuture(List.copyOf(found));
    }
    LocalDate last = day.plusDays(stretch - 1L);
    List<LocalDate> range =
        day.datesUntil((last.isAfter(lastDay) ? lastDay : last).plusDays(1)).toList();
    List<DayKey> keys =
        wanting.stream().flatMap(id -> range.stream().map(on -> new DayKey(id, on))).toList();
    return slots
        .apply(keys)
        .compose(
            free -> {
              free.forEach(this::consider);
              return search(day.plusDays(stretch), Math.min(stretch * 2, MAX_STRETCH), lastDay);
            });
  }

  private void consider(FreeSlot slot) {
    if (found.size() < limit
        && !slot.start().toInstant().isBefore(from)
        && foundOf.merge(group.apply(slot.doctorId()), 1, Integer::sum) <= perGroup) {
      found.add(slot);
    }
  }

  /** The doctors of groups with fewer slots than requested. */
  private List<UUID> wanting() {
    return doctorIds.stream()
        .filter(id -> foundOf.getOrDefault(group.apply(id), 0) < perGroup)
        .toList();
  }
}
