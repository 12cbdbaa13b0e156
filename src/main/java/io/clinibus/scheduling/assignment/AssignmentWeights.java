package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.api.AssignmentApi.Urgency;

/**
 * Weights of the criteria. Each criterion is between 0 and 1, and a proposal's score is the
 * weighted sum. With urgency, waiting weighs more and continuity less.
 *
 * @param specialty how well the doctor's specialization fits the problem
 * @param history whether it treats a condition in the patient's record
 * @param continuity whether the doctor knows the patient: 0.7 after one visit, 1 after four
 * @param waiting how soon it is: 1 now, a quarter at the end of the horizon, never 0
 * @param load the free share of the doctor's day
 * @param language whether the doctor speaks the language of the patient's text
 * @param experience years of practice, up to 20
 * @param horizonDays number of days searched
 * @param shortWaitDays waits up to this number of days are called short
 */
record AssignmentWeights(
    double specialty,
    double history,
    double continuity,
    double waiting,
    double load,
    double language,
    double experience,
    int horizonDays,
    int shortWaitDays) {

  static AssignmentWeights of(Urgency urgency) {
    return switch (urgency) {
      case ROUTINE -> new AssignmentWeights(0.42, 0.08, 0.22, 0.14, 0.09, 0.03, 0.02, 30, 7);
      case SOON -> new AssignmentWeights(0.40, 0.06, 0.12, 0.32, 0.06, 0.03, 0.01, 14, 3);
      case URGENT -> new AssignmentWeights(0.34, 0.03, 0.04, 0.56, 0.01, 0.01, 0.01, 3, 1);
    };
  }
}
