package io.clinibus.web.live.hub;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditScope;
import io.clinibus.bus.audit.Auditor;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.live.Topic;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes audit entries of topics that show patients: for each member of staff when they subscribe,
 * and when patients appear whom they have not seen through this topic today. Used by the hub's
 * thread only.
 */
final class TopicAudit {

  private final Bus bus;
  private final Clock clock;

  TopicAudit(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Whether the audit trail records who sees a topic. */
  boolean isAudited(Topic topic) {
    return bus.auditor().isActive() && topic.type().operation().audit().records();
  }

  /** Whether entries exist for what a member of staff would see now. */
  boolean isRecorded(TopicSubscribers topic, Caller caller) {
    return !isAudited(topic.topic())
        || !caller.isStaff()
        || !topic.shown().isNew(caller.userId(), Set.of(), today());
  }

  /**
   * Writes the entries that are due before a state is sent.
   *
   * @param audience the subscribers, who may change meanwhile
   * @param patients whom the state shows
   * @return {@code UNAVAILABLE} if they cannot be written
   */
  Future<Void> record(TopicSubscribers topic, Supplier<List<Caller>> audience, Set<UUID> patients) {
    if (!isAudited(topic.topic())) {
      return Future.succeededFuture();
    }
    LocalDate today = today();
    List<Caller> due =
        audience.get().stream()
            .filter(Caller::isStaff)
            .filter(caller -> topic.shown().isNew(caller.userId(), patients, today))
            .collect(Collectors.toMap(Caller::userId, caller -> caller, (one, same) -> one))
            .values()
            .stream()
            .toList();
    if (due.isEmpty()) {
      return Future.succeededFuture();
    }
    List<AuditEntry> entries =
        due.stream()
            .map(
                caller ->
                    entry(topic.topic(), caller)
                        .of(List.copyOf(topic.shown().unseen(caller.userId(), patients))))
            .toList();
    return bus.auditor()
        .write(entries)
        .recover(cause -> Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE)))
        .compose(
            written -> {
              due.forEach(caller -> topic.shown().add(caller.userId(), patients));
              return record(topic, audience, patients); // for those who have joined meanwhile
            });
  }

  /** Writes the entry of a subscription that the domain has refused. */
  Future<Void> refused(Topic topic, Caller caller, Failure why) {
    if (!isAudited(topic)) {
      return Future.succeededFuture();
    }
    return new AuditScope(bus.auditor(), entry(topic, caller), caller.patientId())
        .remaining(why)
        .map(entry -> bus.auditor().write(List.of(entry)))
        .orElse(Future.succeededFuture());
  }

  private AuditEntry entry(Topic topic, Caller caller) {
    Auditor auditor = bus.auditor();
    UUID about = Topic.WHOLE_CLINIC.equals(topic.id()) ? null : topic.id();
    return caller.entry("live." + topic.type().pattern().kind(), AuditKind.READ, about, auditor);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
