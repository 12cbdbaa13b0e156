package io.clinibus.bench.scaling;

/**
 * What people ask for in a second, and what that takes by arithmetic.
 *
 * @param requests of all kinds, counted as reads of a doctor's day
 * @param lookers pages that show a day when something of it is booked
 */
public record DemandModel(
    String name, double requests, double bookings, double signIns, double pages, double lookers) {

  /** A node does not do well what it does at more than that. */
  static final double HALF = 0.5;

  public static final int NODE_PROCESSORS = 4;

  /** Of the 50,000 that a node accepts. */
  private static final double SOCKETS = 40_000;

  /** People who book by it, three hours of the year's working days in one: a Monday morning. */
  private static final double BOOKINGS_A_YEAR = 10;

  private static final double WORKING_DAYS = 250;
  private static final double BUSY_HOURS = 10.0 / 3;
  private static final double REQUESTS_A_BOOKING = 50;
  private static final double LOOKERS = 3;

  public static DemandModel evening(String name, CrowdProfile crowd) {
    return new DemandModel(
        name,
        crowd.requestsASecond(),
        crowd.bookingsASecond(),
        crowd.bookingsASecond() * crowd.signingIn(),
        crowd.pages(),
        crowd.lookers());
  }

  public static DemandModel ordinary(String name, double people) {
    double bookings = people * BOOKINGS_A_YEAR / WORKING_DAYS / BUSY_HOURS / 3600;
    double requests = bookings * REQUESTS_A_BOOKING;
    return new DemandModel(name, requests, bookings, bookings / 2, requests * 3, LOOKERS);
  }

  public double frames() {
    return bookings * lookers;
  }

  /** Processors of all nodes, but for hearing of bookings and for passwords. */
  public double nodeProcessors(OperationCosts costs) {
    return (requests * costs.get(OperationCosts.READ)
            + bookings * (costs.get(OperationCosts.BOOKING) + costs.get(OperationCosts.FRESH))
            + frames() * costs.get(OperationCosts.FRAME))
        / 1000;
  }

  /** Nodes of four processors at half load; each receives all bookings and reads each day again. */
  public int nodesForWork(OperationCosts costs) {
    double own = bookings * (costs.get(OperationCosts.EVENT) + costs.get(OperationCosts.FRESH)) / 1000;
    double each = NODE_PROCESSORS * HALF - own - costs.get(OperationCosts.REST) / 1000;
    return (int) Math.ceil(nodeProcessors(costs) / each);
  }

  /** Nodes so that none comes near the number of sockets at which it refuses more. */
  public int nodesForSockets() {
    return (int) Math.ceil(pages / SOCKETS);
  }

  /** What both want, and one that may die. */
  public int nodes(OperationCosts costs) {
    return Math.max(2, Math.max(nodesForWork(costs), nodesForSockets()));
  }

  public double passwordProcessors(OperationCosts costs) {
    return signIns * costs.get(OperationCosts.PASSWORD) / 1000;
  }

  public double postgresProcessors(OperationCosts costs) {
    return (bookings * (costs.get(OperationCosts.BOOKING_POSTGRES) + costs.get(OperationCosts.FRESH_POSTGRES))
            + nodes(costs) * costs.get(OperationCosts.REST_POSTGRES))
        / 1000;
  }

  public double logMegabytes(OperationCosts costs) {
    return bookings * costs.get(OperationCosts.BOOKING_LOG) / 1024;
  }

  public double socketGigabytes(OperationCosts costs) {
    return pages * costs.get(OperationCosts.SOCKET) / 1024 / 1024;
  }
}
