package io.clinibus.cluster.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The phases of a run, one after the other. */
public final class Chronicle {

  private final List<Phase> phases = new CopyOnWriteArrayList<>(List.of(new Phase("setting up")));

  /** Ends the phase there is, and begins one. */
  public Phase begin(String fault, int connected) {
    now().ended(connected);
    var phase = new Phase(fault);
    phases.add(phase);
    return phase;
  }

  public Phase now() {
    return phases.get(phases.size() - 1);
  }

  /** The phases, but for setting up. */
  public List<Phase> phases() {
    return phases.subList(1, phases.size());
  }

  /** Every phase that something which began in this one has lasted into. */
  void since(Phase began, Consumer<Phase> then) {
    phases.subList(phases.indexOf(began), phases.size()).forEach(then);
  }
}
