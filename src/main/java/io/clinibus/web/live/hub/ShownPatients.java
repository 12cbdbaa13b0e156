package io.clinibus.web.live.hub;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The patients that each user has seen through one topic today, as the audit trail has it. */
final class ShownPatients {

  private final Map<UUID, Set<UUID>> byUser = new HashMap<>();
  private LocalDate day;

  /** Whether an entry is needed before a user sees patients: of these, or that there are none. */
  boolean isNew(UUID user, Set<UUID> patients, LocalDate today) {
    startOn(today);
    Set<UUID> seen = byUser.get(user);
    return seen == null || !seen.containsAll(patients);
  }

  /** Those of some patients that a user has not seen. */
  Set<UUID> unseen(UUID user, Set<UUID> patients) {
    Set<UUID> unseen = new HashSet<>(patients);
    unseen.removeAll(byUser.getOrDefault(user, Set.of()));
    return unseen;
  }

  /** An entry was written. */
  void add(UUID user, Set<UUID> patients) {
    byUser.computeIfAbsent(user, first -> new HashSet<>()).addAll(patients);
  }

  private void startOn(LocalDate today) {
    if (!today.equals(day)) {
      day = today;
      byUser.clear();
    }
  }
}
