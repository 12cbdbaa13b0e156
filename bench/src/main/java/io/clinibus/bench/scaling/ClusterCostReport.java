package io.clinibus.bench.scaling;

/**
 * What some nodes together used, in milliseconds of CPU.
 *
 * @param rest of a second without requests
 * @param restPostgres the same of PostgreSQL
 * @param booking of a booking, beyond that
 * @param bookingPostgres of a booking in PostgreSQL
 * @param bookingLog kilobytes that PostgreSQL writes to its log for a booking
 * @param read of a doctor's day that is remembered
 * @param fresh of a doctor's day that is not
 * @param freshPostgres the same in PostgreSQL
 * @param frame of a frame pushed to a socket
 * @param socket kilobytes of heap for a socket
 */
public record ClusterCostReport(
    double rest,
    double restPostgres,
    double booking,
    double bookingPostgres,
    double bookingLog,
    double read,
    double fresh,
    double freshPostgres,
    double frame,
    double socket) {

  public ClusterCostReport with(double frameMillis, double socketKilobytes) {
    return new ClusterCostReport(
        rest,
        restPostgres,
        booking,
        bookingPostgres,
        bookingLog,
        read,
        fresh,
        freshPostgres,
        frameMillis,
        socketKilobytes);
  }
}
