package io.clinibus.bench.scaling;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * A simulated crowd on a number of nodes: each person reads days, sees changes at once, and retries
 * when a reply takes too long; some sign in and book, and choose another time when theirs has been
 * taken. Work takes as long as measured, half of it constant and half random. Deterministic.
 */
public final class CrowdSimulation {

  private static final double PATIENCE_MILLIS = 3_000;

  /** From choosing a time, as the page shows it, to asking for it. */
  private static final double REACTION_MILLIS = 1_000;

  /** A commit waits for the disk, which takes no processor. */
  private static final double COMMIT_MILLIS = 2;

  private static final int FIRST_OFFERED = 10;
  private static final int RETRIES = 4;

  private enum Step {
    LOOK,
    READ,
    SIGN_IN,
    CHOOSE,
    ASK,
    COMMIT,
    TELL
  }

  /**
   * @param nodes that answer people
   * @param processors of each of them
   * @param identity processors that check passwords
   * @param postgres processors of PostgreSQL
   */
  public record Servers(int nodes, int processors, int identity, int postgres) {}

  private final OperationCosts costs;
  private final CrowdProfile crowd;
  private final SplittableRandom random = new SplittableRandom(20);
  private final EventQueue agenda;
  private final ProcessorQueue[] nodes;
  private final ProcessorQueue identity;
  private final ProcessorQueue postgres;
  private final SimulationReport outcome = new SimulationReport();

  private final Step[] step;
  private final byte[] looksLeft;
  private final byte[] retriesLeft;
  private final boolean[] wants;
  private final boolean[] shows;
  private final int[] nodeOf;
  private final int[] dayOf;
  private final int[] slotOf;
  private final double[] asked;

  private final BitSet[] taken;
  private final int[] version;
  private final int[] shared;
  private final int[][] known;
  private final int[][] lookers;

  public CrowdSimulation(OperationCosts costs, CrowdProfile crowd, Servers servers) {
    this.costs = costs;
    this.crowd = crowd;
    int people = crowd.people();
    agenda = new EventQueue(people, CrowdProfile.END_MILLIS);
    nodes = new ProcessorQueue[servers.nodes()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = station(servers.processors());
    }
    identity = station(servers.identity());
    postgres = station(servers.postgres());
    step = new Step[people];
    looksLeft = new byte[people];
    retriesLeft = new byte[people];
    wants = new boolean[people];
    shows = new boolean[people];
    nodeOf = new int[people];
    dayOf = new int[people];
    slotOf = new int[people];
    asked = new double[people];
    taken = new BitSet[crowd.days()];
    for (int day = 0; day < taken.length; day++) {
      taken[day] = new BitSet(crowd.slots());
    }
    version = new int[crowd.days()];
    shared = new int[crowd.days()];
    known = new int[nodes.length][crowd.days()];
    lookers = new int[nodes.length][crowd.days()];
  }

  private static ProcessorQueue station(int processors) {
    return new ProcessorQueue(
        processors,
        CrowdProfile.BUSIEST_MILLIS - CrowdProfile.WINDOW_MILLIS,
        CrowdProfile.BUSIEST_MILLIS + CrowdProfile.WINDOW_MILLIS);
  }

  public SimulationReport run() {
    double at = 0;
    for (int person = 0; person < step.length; person++) {
      at = crowd.next(at, random.nextDouble());
      step[person] = Step.LOOK;
      looksLeft[person] = (byte) (1 + random.nextInt(2 * crowd.looks() - 1));
      retriesLeft[person] = RETRIES;
      wants[person] = random.nextDouble() < crowd.booking();
      nodeOf[person] = person % nodes.length;
      agenda.add(person, at);
    }
    for (int person = agenda.next(); person >= 0; person = agenda.next()) {
      act(person, agenda.due(person));
    }
    outcome.utilisation(nodes, identity, postgres);
    return outcome;
  }

  private void act(int person, double at) {
    switch (step[person]) {
      case LOOK -> look(person, at);
      case READ -> answered(person, at, postgres.serve(at, work(OperationCosts.FRESH_POSTGRES)));
      case SIGN_IN -> signIn(person, at);
      case CHOOSE -> choose(person, at);
      case ASK -> {
        asked[person] = at;
        then(person, Step.COMMIT, node(person).serve(at, work(OperationCosts.BOOKING)));
      }
      case COMMIT -> commit(person, at);
      case TELL -> tell(person, at);
    }
  }

  private void look(int person, double at) {
    leave(person);
    double chance = random.nextDouble();
    int day = (int) (crowd.days() * chance * chance);
    int node = nodeOf[person];
    dayOf[person] = day;
    asked[person] = at;
    boolean remembered = known[node][day] == version[day];
    if (counts(at) && remembered) {
      outcome.remembered++;
    }
    double done = node(person).serve(at, work(remembered ? OperationCosts.READ : OperationCosts.FRESH));
    known[node][day] = version[day];
    boolean ofOthers = shared[day] == version[day];
    shared[day] = version[day];
    if (remembered || ofOthers) {
      answered(person, at, done);
    } else {
      then(person, Step.READ, done);
    }
  }

  /**
   * The page shows the day and subscribes to it, unless the reply was too late and it is reloaded.
   */
  private void answered(int person, double at, double done) {
    if (counts(asked[person])) {
      outcome.read(done - asked[person]);
    }
    if (done - asked[person] > PATIENCE_MILLIS) {
      if (counts(at)) {
        outcome.again++;
      }
      then(person, Step.LOOK, Math.max(at, asked[person] + PATIENCE_MILLIS));
      return;
    }
    shows[person] = true;
    lookers[nodeOf[person]][dayOf[person]]++;
    looksLeft[person]--;
    double next = done + think();
    if (looksLeft[person] > 0) {
      then(person, Step.LOOK, next);
    } else if (wants[person]) {
      then(person, random.nextDouble() < crowd.signingIn() ? Step.SIGN_IN : Step.CHOOSE, next);
    } else {
      leave(person);
    }
  }

  private void signIn(int person, double at) {
    double done = identity.serve(at, work(OperationCosts.PASSWORD));
    if (counts(at)) {
      outcome.signIn(done - at);
    }
    then(person, Step.CHOOSE, done);
  }

  /** One of the first that are free; another day if none is. */
  private void choose(int person, double at) {
    BitSet day = taken[dayOf[person]];
    int slot = day.nextClearBit(0);
    for (int i = random.nextInt(FIRST_OFFERED); i > 0; i--) {
      int after = day.nextClearBit(slot + 1);
      slot = after < crowd.slots() ? after : slot;
    }
    if (slot >= crowd.slots()) {
      looksLeft[person] = 1;
      then(person, Step.LOOK, at);
    } else {
      slotOf[person] = slot;
      then(person, Step.ASK, at + REACTION_MILLIS);
    }
  }

  private void commit(int person, double at) {
    double done = postgres.serve(at, work(OperationCosts.BOOKING_POSTGRES)) + COMMIT_MILLIS;
    boolean won = !taken[dayOf[person]].get(slotOf[person]);
    if (counts(asked[person])) {
      outcome.booking(done - asked[person], won);
    }
    if (won) {
      taken[dayOf[person]].set(slotOf[person]);
      version[dayOf[person]]++;
      then(person, Step.TELL, done);
    } else if (retriesLeft[person]-- > 0) {
      then(person, Step.CHOOSE, done + think());
    } else {
      leave(person);
    }
  }

  /** Every node receives the event, and pushes it to its pages that show the day. */
  private void tell(int person, double at) {
    for (int node = 0; node < nodes.length; node++) {
      double frames = lookers[node][dayOf[person]] * costs.get(OperationCosts.FRAME);
      double hearing = node == nodeOf[person] ? 0 : costs.get(OperationCosts.EVENT);
      nodes[node].serve(at, hearing + frames);
    }
    leave(person);
  }

  /** The page shows the day no more. */
  private void leave(int person) {
    if (shows[person]) {
      shows[person] = false;
      lookers[nodeOf[person]][dayOf[person]]--;
    }
  }

  private void then(int person, Step next, double at) {
    step[person] = next;
    agenda.add(person, at);
  }

  private ProcessorQueue node(int person) {
    return nodes[nodeOf[person]];
  }

  private double work(String cost) {
    return costs.get(cost) * 0.5 * (1 - Math.log(1 - random.nextDouble()));
  }

  private double think() {
    return -crowd.thinkMillis() * Math.log(1 - random.nextDouble());
  }

  private static boolean counts(double at) {
    return Math.abs(at - CrowdProfile.BUSIEST_MILLIS) < CrowdProfile.WINDOW_MILLIS;
  }
}
