package io.clinibus.bench;

/**
 * What people ask for in a second, and what that takes by arithmetic.
 *
 * @param requests of all kinds, counted as reads of a doctor's day
 * @param lookers pages that show a day when something of it is booked
 */
record Need(
    String name, double requests, double bookings, double signIns, double pages, double lookers) {

  /** A node does not do well what it does at more than that. */
  static final double HALF = 0.5;

  static final int NODE_PROCESSORS = 4;

  /** Of the 50,000 that a node accepts. */
  private static final double SOCKETS = 40_000;

  /** People who book by it, three hours of the year's working days in one: a Monday morning. */
  private static final double BOOKINGS_A_YEAR = 10;

  private static final double WORKING_DAYS = 250;
  private static final double BUSY_HOURS = 10.0 / 3;
  private static final double REQUESTS_A_BOOKING = 50;
  private static final double LOOKERS = 3;

  static Need evening(String name, Crowd crowd) {
    return new Need(
        name,
        crowd.requestsASecond(),
        crowd.bookingsASecond(),
        crowd.bookingsASecond() * crowd.signingIn(),
        crowd.pages(),
        crowd.lookers());
  }

  static Need ordinary(String name, double people) {
    double bookings = people * BOOKINGS_A_YEAR / WORKING_DAYS / BUSY_HOURS / 3600;
    double requests = bookings * REQUESTS_A_BOOKING;
    return new Need(name, requests, bookings, bookings / 2, requests * 3, LOOKERS);
  }

  double frames() {
    return bookings * lookers;
  }

  /** Processors of all nodes, but for hearing of bookings and for passwords. */
  double nodeProcessors(Costs costs) {
    return (requests * costs.get(Costs.READ)
            + bookings * (costs.get(Costs.BOOKING) + costs.get(Costs.FRESH))
            + frames() * costs.get(Costs.FRAME))
        / 1000;
  }

  /** Nodes of four processors, half busy; each hears of all bookings and reads each day anew. */
  int nodesForWork(Costs costs) {
    double own = bookings * (costs.get(Costs.EVENT) + costs.get(Costs.FRESH)) / 1000;
    double each = NODE_PROCESSORS * HALF - own - costs.get(Costs.REST) / 1000;
    return (int) Math.ceil(nodeProcessors(costs) / each);
  }

  /** Nodes so that none comes near the number of sockets at which it refuses more. */
  int nodesForSockets() {
    return (int) Math.ceil(pages / SOCKETS);
  }

  /** What both want, and one that may die. */
  int nodes(Costs costs) {
    return Math.max(2, Math.max(nodesForWork(costs), nodesForSockets()));
  }

  double passwordProcessors(Costs costs) {
    return signIns * costs.get(Costs.PASSWORD) / 1000;
  }

  double postgresProcessors(Costs costs) {
    return (bookings * (costs.get(Costs.BOOKING_POSTGRES) + costs.get(Costs.FRESH_POSTGRES))
            + nodes(costs) * costs.get(Costs.REST_POSTGRES))
        / 1000;
  }

  double logMegabytes(Costs costs) {
    return bookings * costs.get(Costs.BOOKING_LOG) / 1024;
  }

  double socketGigabytes(Costs costs) {
    return pages * costs.get(Costs.SOCKET) / 1024 / 1024;
  }
}
