package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.api.AssignmentApi.Proposal;
import io.clinibus.scheduling.api.AssignmentApi.ProposalReason;
import io.clinibus.scheduling.api.AssignmentApi.ReasonKind;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.assignment.AssignmentRanking.Wish;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
  private final boolean understood;

  /**
   * @param understood whether the required specialization is known
   */
  AssignmentReasons(Wish wish, boolean understood) {
    this.wish = wish;
    this.weights = AssignmentWeights.of(wish.urgency());
    this.understood = understood;
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
    if (doctor.fit() > 0) {
      reasons.add(specialty(doctor));
    }
    if (doctor.fitsHistory()) {
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

  private ProposalReason specialty(Doctor doctor) {
    String what = doctor.specialization();
    String text;
    if (!understood) {
      text = what + " is a good first address for any complaint.";
    } else if (doctor.fit() >= RIGHT) {
      text = what + " is the right specialty for this.";
    } else {
      text = what + " can help with this too.";
    }
    return new ProposalReason(ReasonKind.SPECIALTY_FITS, text, what);
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
    }
    if (days <= weights.shortWaitDays()) {
      reasons.add(
          new ProposalReason(ReasonKind.SHORT_WAIT, "You can come " + when + ".", "" + days));
    }
  }
}
