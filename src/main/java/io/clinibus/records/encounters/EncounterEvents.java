package io.clinibus.records.encounters;

import io.clinibus.bus.Bus;
import io.clinibus.platform.events.CommittedEvents;

/** Publishes events that this node has just committed. */
record EncounterEvents(Bus bus) {

  void publish(CommittedEvents committed) {
    committed.facts().forEach(this::publish);
  }

  private <E extends Record> void publish(CommittedEvents.Fact<E> fact) {
    bus.publish(fact.event(), fact.what());
  }
}
