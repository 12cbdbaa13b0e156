package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.api.AssignmentApi.Urgency;
import io.clinibus.scheduling.calendar.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Ranks doctors and times for a patient. Pure and deterministic. */
public final class AssignmentRanking {

  /**
   * The attributes of a doctor used for ranking.
   *
   * @param languages BCP 47 tags
   * @param practisingSince a year, or null
   * @param fit how well the specialization fits, from 0 to 1; 0 if none was requested
   * @param fitsHistory whether the specialization treats a condition in the patient's record
   * @param visits the patient's number of completed visits with the doctor
   * @param lastVisit the day of the last one, or null
   */
  public record Doctor(
      UUID id,
      String name,
      String specialization,
      String departmentName,
      Set<String> languages,
      Integer practisingSince,
      double fit,
      boolean fitsHistory,
      int visits,
      LocalDate lastVisit) {

    @Override
    public String toString() {
      return "Doctor[" + id + "]";
    }
  }

  /**
   * A free slot of a doctor.
   *
   * @param load the occupied share of the doctor's day, from 0 to 1
   */
  record Candidate(Doctor doctor, TimeRange time, double load) {}

  /**
   * The request's criteria.
   *
   * @param language the BCP 47 tag of the patient's text, or null
   */
  record Wish(Urgency urgency, AssignmentTimes times, String language, Instant now, ZoneId zone) {

    boolean isSuitedBy(Candidate candidate) {
      return times.suits(candidate.time().start().atZone(zone).toLocalDateTime());
    }
  }

  /** The minimum distance between two proposals of one doctor. */
  private static final Duration APART = Duration.ofHours(2);

  private static final int MOST = 5;
  private static final int MOST_OF_A_DOCTOR = 2;

  /** Penalty of a second proposal of the same doctor, to keep a choice of doctors. */
  private static final double REPETITION = 0.1;

  private static final double KNOWN = 0.6;
  private static final double EACH_VISIT = 0.1;
  private static final double YEARS = 20;

  private final Wish wish;
  private final AssignmentWeights weights;

  AssignmentRanking(Wish wish) {
    this.wish = wish;
    this.weights = AssignmentWeights.of(wish.urgency());
  }

  /**
   * All candidates, best first: by score, then by time. Candidates at unsuitable times are left
   * out, unless all are unsuitable.
   */
  List<Candidate> order(List<Candidate> candidates) {
    List<Candidate> suiting = candidates.stream().filter(wish::isSuitedBy).toList();
    return (suiting.isEmpty() ? candidates : suiting)
        .stream()
            .sorted(
                Comparator.comparingDouble(this::score)
                    .reversed()
                    .thenComparing(candidate -> candidate.time().start())
                    .thenComparing(candidate -> candidate.doctor().id()))
            .toList();
  }

  /** A few of the ranked candidates, not all of one doctor. */
  List<Candidate> choice(List<Candidate> ordered) {
    List<Candidate> chosen = new ArrayList<>();
    List<Candidate> left = new ArrayList<>(ordered);
    while (chosen.size() < MOST && !left.isEmpty()) {
      left.removeIf(candidate -> !addsChoice(candidate, chosen));
      left.stream()
          .reduce((a, b) -> worth(b, chosen) > worth(a, chosen) ? b : a)
          .ifPresent(chosen::add);
    }
    return List.copyOf(chosen);
  }

  /** The score of a candidate, from 0 to 1. */
  double score(Candidate candidate) {
    Doctor doctor = candidate.doctor();
    return weights.specialty() * doctor.fit()
        + weights.history() * (doctor.fitsHistory() ? 1 : 0)
        + weights.continuity() * continuity(doctor)
        + weights.waiting() * soonness(candidate)
        + weights.load() * (1 - candidate.load())
        + weights.language() * (speaks(doctor) ? 1 : 0)
        + weights.experience() * experience(doctor);
  }

  private double worth(Candidate candidate, List<Candidate> chosen) {
    return score(candidate)
        - REPETITION * chosen.stream().filter(other -> isSameDoctor(candidate, other)).count();
  }

  private static boolean addsChoice(Candidate candidate, List<Candidate> chosen) {
    List<Candidate> same = chosen.stream().filter(other -> isSameDoctor(candidate, other)).toList();
    return same.size() < MOST_OF_A_DOCTOR
        && same.stream().allMatch(other -> areApart(candidate.time(), other.time()));
  }

  private static boolean isSameDoctor(Candidate a, Candidate b) {
    return a.doctor().id().equals(b.doctor().id());
  }

  private static boolean areApart(TimeRange a, TimeRange b) {
    return Duration.between(a.start(), b.start()).abs().compareTo(APART) >= 0;
  }

  private static double continuity(Doctor doctor) {
    return doctor.visits() == 0 ? 0 : Math.min(1, KNOWN + EACH_VISIT * doctor.visits());
  }

  private double soonness(Candidate candidate) {
    double wait = Duration.between(wish.now(), candidate.time().start()).toMinutes();
    double horizon = Duration.ofDays(weights.horizonDays()).toMinutes();
    return 1 / (1 + 3 * Math.max(0, wait) / horizon);
  }

  private boolean speaks(Doctor doctor) {
    return wish.language() != null
        && doctor.languages().stream()
            .anyMatch(tag -> (tag + "-").startsWith(wish.language() + "-"));
  }

  private double experience(Doctor doctor) {
    return doctor.practisingSince() == null
        ? 0
        : Math.max(
            0,
            Math.min(
                1, (wish.now().atZone(wish.zone()).getYear() - doctor.practisingSince()) / YEARS));
  }
}
