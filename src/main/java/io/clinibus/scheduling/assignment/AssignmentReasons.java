package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.api.AssignmentApi.Proposal;
import io.clinibus.scheduling.api.AssignmentApi.ProposalReason;
import io.clinibus.scheduling.api.AssignmentApi.ReasonKind;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.assignment.AssignmentRanking.Wish;
import io.clinibus.scheduling.assignment.AssignmentThesaurus.Need;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explains proposals to the patient. Pure. */
final class AssignmentReasons {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /** From this fit on, a specialization is right for the problem rather than related. */
  private static final double RIGHT = 0.8;

  /** Up to this occupied share a day counts as quiet. */
  private static final double QUIET = 0.4;

  private final Wish wish;
  private final AssignmentWeights weights;
  private final Need need;
  private final boolean emergency;

  /**
   * @param emergency whether the description may be an emergency: then no doctor is said to fit
   */
  AssignmentReasons(Wish wish, Need need, boolean emergency) {
    this.wish = wish;
    this.weights = AssignmentWeights.of(wish.urgency());
    this.need = need;
    this.emergency = emergency;
  }

  /** The candidates with their reasons, in the same order. */
  List<Proposal> of(List<Candidate> chosen) {
    Instant soonest =
        chosen.stream()
            .map(candidate -> candidate.time().start())
            .min(Instant::compareTo)
            .orElse(null);
    return chosen.stream()
        .map(
            candidate ->
                new Proposal(
                    candidate.doctor().id(),
                    candidate.doctor().name(),
                    candidate.doctor().specialization(),
                    candidate.doctor().departmentName(),
                    candidate.time().start().atZone(wish.zone()).toOffsetDateTime(),
                    candidate.time().end().atZone(wish.zone()).toOffsetDateTime(),
                    of(candidate, candidate.time().start().equals(soonest))))
        .toList();
  }

  private List<ProposalReason> of(Candidate candidate, boolean isSoonest) {
    Doctor doctor = candidate.doctor();
    List<ProposalReason> reasons = new ArrayList<>();
    if (doctor.fit() > 0 && !emergency) {
      specialty(doctor).ifPresent(reasons::add);
    }
    if (doctor.fitsHistory() && !emergency) {
      reasons.add(
          new ProposalReason(
              ReasonKind.HISTORY_FITS,
              doctor.specialization() + " also has to do with what is in your medical history.",
              doctor.specialization()));
    }
    if (doctor.visits() > 0) {
      reasons.add(continuity(doctor));
    }
    if (wish.times().matter() && wish.isSuitedBy(candidate)) {
      reasons.add(
          new ProposalReason(
              ReasonKind.SUITS_YOUR_TIMES, "This is at a time you said suits you.", null));
    }
    waiting(candidate, isSoonest, reasons);
    if (candidate.load() <= QUIET) {
      reasons.add(
          new ProposalReason(
              ReasonKind.LESS_BUSY,
              "Most of the doctor's day is still free.",
              Long.toString(Math.round(candidate.load() * 100))));
    }
    return List.copyOf(reasons);
  }

  /** Empty for general practice that was not meant: it is proposed for every problem. */
  private Optional<ProposalReason> specialty(Doctor doctor) {
    String what = doctor.specialization();
    if (!need.isUnderstood()) {
      return reason(ReasonKind.FIRST_ADDRESS, what, " is a good first address for any complaint.");
    }
    if (need.isFallback(what)) {
      return Optional.empty();
    }
    return doctor.fit() >= RIGHT
        ? reason(ReasonKind.SPECIALTY_FITS, what, " is the right specialty for this.")
        : reason(ReasonKind.RELATED_SPECIALTY, what, " can help with this too.");
  }

  private static Optional<ProposalReason> reason(ReasonKind kind, String what, String text) {
    return Optional.of(new ProposalReason(kind, what + text, what));
  }

  private static ProposalReason continuity(Doctor doctor) {
    String often = doctor.visits() == 1 ? "once" : doctor.visits() + " times";
    return new ProposalReason(
        ReasonKind.KNOWS_YOU,
        "You have seen this doctor %s, last on %s."
            .formatted(often, doctor.lastVisit().format(DAY)),
        doctor.lastVisit().toString());
  }

  private void waiting(Candidate candidate, boolean isSoonest, List<ProposalReason> reasons) {
    LocalDate today = wish.now().atZone(wish.zone()).toLocalDate();
    LocalDate day = candidate.time().start().atZone(wish.zone()).toLocalDate();
    long days = ChronoUnit.DAYS.between(today, day);
    String when = days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
    if (isSoonest) {
      reasons.add(
          new ProposalReason(
              ReasonKind.SOONEST, "This is the soonest of these: " + when + ".", "" + days));
    } else if (days <= weights.shortWaitDays()) {
      reasons.add(
          new ProposalReason(ReasonKind.SHORT_WAIT, "You can come " + when + ".", "" + days));
    }
  }
}
