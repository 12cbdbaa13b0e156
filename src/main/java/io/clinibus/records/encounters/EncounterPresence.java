package io.clinibus.records.encounters;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.records.api.EncountersApi.EncounterState;
import io.clinibus.records.api.EncountersApi.GetEncounterState;
import io.clinibus.records.api.EncountersApi.KeepEditing;
import io.clinibus.records.api.EncountersApi.StopEditing;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Who has an encounter open to write. */
public final class EncounterPresence {

  /** A page announces itself three times in it. */
  private static final Duration SEEN_FOR = Duration.ofMinutes(1);

  private final EncounterRepository repository;
  private final EncounterReads reads;
  private final EncounterEvents events;
  private final Clock clock;

  public EncounterPresence(
      EncounterRepository repository, EncounterReads reads, Bus bus, Clock clock) {
    this.repository = repository;
    this.reads = reads;
    this.events = new EncounterEvents(bus);
    this.clock = clock;
  }

  /** For the live topic: on behalf of a subscriber, then of the node. */
  public Future<EncounterState> state(GetEncounterState wanted, Caller caller) {
    UUID id = wanted.encounterId();
    return (isNode(caller) ? reads.find(id, caller) : reads.readable(id, caller))
        .compose(
            stored ->
                repository
                    .editors(id, clock.instant().minus(SEEN_FOR), stored.zone())
                    .map(
                        editors ->
                            new EncounterState(
                                id,
                                stored.status(),
                                stored.local(stored.savedAt()),
                                editors,
                                stored.version())));
  }

  private static boolean isNode(Caller caller) {
    return caller.userId() == null && caller.has(Role.ADMIN);
  }

  public Future<NoContent> keep(KeepEditing wanted, Caller caller) {
    return editing(wanted.encounterId(), wanted.editorId(), false, caller);
  }

  public Future<NoContent> stop(StopEditing wanted, Caller caller) {
    return editing(wanted.encounterId(), wanted.editorId(), true, caller);
  }

  private Future<NoContent> editing(UUID id, UUID editorId, boolean isLeaving, Caller caller) {
    return reads
        .writable(id, caller)
        .compose(stored -> repository.keepEditing(id, editorId, isLeaving, clock.instant(), caller))
        .map(
            changed -> {
              events.publish(changed);
              return NoContent.DONE;
            });
  }
}
