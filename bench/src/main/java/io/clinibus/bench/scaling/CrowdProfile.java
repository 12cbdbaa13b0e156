package io.clinibus.bench.scaling;

/**
 * People who come after an announcement: more and more of them until the peak, then fewer and
 * fewer.
 *
 * @param arrivalsAtPeak people who come in a second at the peak
 * @param looks how many doctor's days each reads, on average
 * @param thinkMillis between what a person does and the next thing
 * @param booking the share of them that wants an appointment
 * @param signingIn the share of those that must type a password first
 * @param days doctor's days to choose from; some are wanted much more than others
 * @param slots of each day
 */
public record CrowdProfile(
    double arrivalsAtPeak,
    int looks,
    double thinkMillis,
    double booking,
    double signingIn,
    int days,
    int slots) {

  private static final double PEAK_MILLIS = 60_000;

  /** When most is asked for: later, as people stay for a while. */
  static final double BUSIEST_MILLIS = 100_000;

  /** Half the time that counts, around that. */
  static final double WINDOW_MILLIS = 20_000;

  static final double END_MILLIS = BUSIEST_MILLIS + WINDOW_MILLIS;

  /**
   * So many more come at the peak of arrivals that as much is asked for as there was that evening.
   */
  private static final double MORE = 1.19;

  /** Doctolib's evening of 12 July 2021, which was that of a country of this size. */
  private static final double PEOPLE = 67e6;

  private static final double REQUESTS_A_SECOND = 14e6 / 60;
  private static final double BOOKINGS_A_SECOND = 20_000 / 60.0;
  private static final int LOOKS = 20;
  private static final double THINK_MILLIS = 3_000;
  private static final double SIGNING_IN = 0.5;
  private static final int DAYS = 20_000;
  private static final int SLOTS = 60;

  /** That evening, for so many people. */
  public static CrowdProfile evening(double people) {
    double share = people / PEOPLE;
    double arrivals = REQUESTS_A_SECOND * share / LOOKS;
    return new CrowdProfile(
        arrivals,
        LOOKS,
        THINK_MILLIS,
        BOOKINGS_A_SECOND * share / arrivals,
        SIGNING_IN,
        (int) (DAYS * share),
        SLOTS);
  }

  public static CrowdProfile country() {
    return evening(PEOPLE);
  }

  double requestsASecond() {
    return arrivalsAtPeak * looks;
  }

  public double bookingsASecond() {
    return arrivalsAtPeak * booking;
  }

  /** People who have a page open at the peak. */
  double pages() {
    return arrivalsAtPeak * looks * thinkMillis / 1000;
  }

  /** Of those who look at a day that is booked, how many there are on average. */
  double lookers() {
    return pages() * (Math.log(days) + 1) / (4.0 * days);
  }

  /** How many come until the end. */
  int people() {
    double end = END_MILLIS / PEAK_MILLIS;
    return (int)
        (MORE * arrivalsAtPeak * PEAK_MILLIS / 1000 * Math.E * (1 - (1 + end) * Math.exp(-end)));
  }

  /**
   * When the next one comes, if the last one came at that moment, given a number between 0 and 1.
   */
  double next(double at, double chance) {
    double then = Math.max(at, 1) / PEAK_MILLIS;
    double perMilli = MORE * arrivalsAtPeak / 1000 * then * Math.exp(1 - then);
    return at - Math.log(1 - chance) / perMilli;
  }
}
