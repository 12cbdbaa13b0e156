package io.clinibus.scheduling.assignment;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.AssignmentApi.Proposal;
import io.clinibus.scheduling.api.AssignmentApi.ProposalReason;
import io.clinibus.scheduling.api.AssignmentApi.ReasonKind;
import io.clinibus.scheduling.api.AssignmentApi.Urgency;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.assignment.AssignmentRanking.Wish;
import io.clinibus.scheduling.assignment.AssignmentThesaurus.Need;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssignmentRankingTest {

  private static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate LAST = LocalDate.of(2026, 10, 12);
  private static final Need HEART = AssignmentThesaurus.load().ofReason("palpitations");

  @Test
  void theRankingDoesNotDependOnTheOrderOfCandidates() {
    Property.check(
        300,
        draw -> {
          List<Candidate> candidates = draw.from(candidates());
          Urgency urgency = draw.from(of(Urgency.values()));
          int seed = draw.from(integers(0, Integer.MAX_VALUE));
          var ranking = ranking(urgency, AssignmentTimes.any());
          List<Candidate> shuffled = new ArrayList<>(candidates);
          Collections.shuffle(shuffled, new Random(seed));
          assertThat(ranking.choice(ranking.order(shuffled)))
              .isEqualTo(ranking.choice(ranking.order(candidates)));
        });
  }

  @Test
  void atMostFiveAndTwoOfADoctor() {
    Property.check(
        300,
        draw -> {
          List<Candidate> candidates = draw.from(candidates());
          Urgency urgency = draw.from(of(Urgency.values()));
          var ranking = ranking(urgency, AssignmentTimes.any());
          List<Candidate> choice = ranking.choice(ranking.order(candidates));
          assertThat(choice).hasSizeLessThanOrEqualTo(5).doesNotHaveDuplicates();
          assertThat(
                  choice.stream().collect(Collectors.groupingBy(one -> one.doctor().id())).values())
              .allMatch(ofDoctor -> ofDoctor.size() <= 2);
          if (!candidates.isEmpty()) {
            assertThat(choice).first().isEqualTo(ranking.order(candidates).get(0));
          }
        });
  }

  @Test
  void unsuitableTimesAreProposedOnlyIfNoneSuits() {
    Property.check(
        300,
        draw -> {
          List<Candidate> candidates = draw.from(candidates());
          Urgency urgency = draw.from(of(Urgency.values()));
          DayOfWeek weekday = draw.from(of(DayOfWeek.values()));
          var times = times(new PreferredTimes(null, null, List.of(weekday), "08:00", "11:00"));
          Wish wish = new Wish(urgency, times, null, NOW, BERLIN);
          var ranking = new AssignmentRanking(wish);
          List<Candidate> choice = ranking.choice(ranking.order(candidates));
          boolean someSuit = candidates.stream().anyMatch(wish::isSuitedBy);
          assertThat(choice).allMatch(one -> wish.isSuitedBy(one) == someSuit);
          assertThat(new AssignmentReasons(wish, HEART, false).of(choice))
              .allMatch(one -> kinds(one).contains(ReasonKind.SUITS_YOUR_TIMES) == someSuit);
        });
  }

  @Test
  void anEarlierTimeNeverRanksLower() {
    Property.check(
        500,
        draw -> {
          Candidate candidate = draw.from(candidate());
          Urgency urgency = draw.from(of(Urgency.values()));
          int by = draw.from(minutes());
          var ranking = ranking(urgency, AssignmentTimes.any());
          assertThat(ranking.score(later(candidate, by)))
              .isLessThanOrEqualTo(ranking.score(candidate));
          assertThat(ranking.order(List.of(later(candidate, by), candidate)))
              .first()
              .isEqualTo(candidate);
        });
  }

  @Test
  void aDoctorWhoHasSeenThePatientWinsTies() {
    Property.check(
        500,
        draw -> {
          Candidate candidate = draw.from(candidate());
          Urgency urgency = draw.from(of(Urgency.values()));
          Doctor doctor = candidate.doctor();
          var stranger =
              new Candidate(known(doctor, new UUID(0, 0), 0), candidate.time(), candidate.load());
          var friend =
              new Candidate(known(doctor, new UUID(9, 9), 1), candidate.time(), candidate.load());
          var ranking = ranking(urgency, AssignmentTimes.any());
          assertThat(ranking.order(List.of(stranger, friend))).first().isEqualTo(friend);
        });
  }

  @Test
  void aBetterFitOrALessBookedDayNeverRanksLower() {
    Property.check(
        500,
        draw -> {
          Candidate candidate = draw.from(candidate());
          Urgency urgency = draw.from(of(Urgency.values()));
          var ranking = ranking(urgency, AssignmentTimes.any());
          double score = ranking.score(candidate);
          assertThat(score).isBetween(0.0, 1.000001);
          assertThat(ranking.score(new Candidate(candidate.doctor(), candidate.time(), 1)))
              .isLessThanOrEqualTo(score);
          assertThat(ranking.score(new Candidate(fit(candidate.doctor(), 1), candidate.time(), 0)))
              .isGreaterThanOrEqualTo(score);
        });
  }

  @Test
  void anUrgentRequestPrefersTimeToContinuity() {
    Doctor friend = doctor(1, 1, 3);
    Doctor stranger = doctor(2, 1, 0);
    var candidates = List.of(at(friend, 10), at(stranger, 0));
    assertThat(ranking(Urgency.ROUTINE, AssignmentTimes.any()).order(candidates).get(0).doctor())
        .isEqualTo(friend);
    assertThat(ranking(Urgency.URGENT, AssignmentTimes.any()).order(candidates).get(0).doctor())
        .isEqualTo(stranger);
  }

  @Test
  void theRightSpecialtyOutranksAnEarlierTimeUnlessUrgent() {
    var candidates = List.of(at(doctor(1, 1, 0), 9), at(doctor(2, 0.4, 0), 0));
    assertThat(ranking(Urgency.ROUTINE, AssignmentTimes.any()).order(candidates).get(0))
        .isEqualTo(candidates.get(0));
    assertThat(ranking(Urgency.URGENT, AssignmentTimes.any()).order(candidates).get(0))
        .isEqualTo(candidates.get(1));
  }

  @Test
  void weightsAddUpToOne() {
    for (Urgency urgency : Urgency.values()) {
      var w = AssignmentWeights.of(urgency);
      double sum =
          w.specialty()
              + w.history()
              + w.continuity()
              + w.waiting()
              + w.load()
              + w.language()
              + w.experience();
      assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    }
  }

  @Test
  void reasonsAreInPlainWords() {
    Wish wish = new Wish(Urgency.ROUTINE, AssignmentTimes.any(), null, NOW, BERLIN);
    List<Proposal> proposals =
        new AssignmentReasons(wish, HEART, false)
            .of(List.of(at(doctor(1, 1, 2), 1), at(doctor(2, 0.5, 0), 9)));
    assertThat(proposals.get(0).reasons())
        .extracting(ProposalReason::text)
        .containsExactly(
            "Cardiology is the right specialty for this.",
            "You have seen this doctor 2 times, last on 12 October 2026.",
            "This is the soonest of these: tomorrow.",
            "Most of the doctor's day is still free.");
    assertThat(proposals.get(0).reasons())
        .extracting(ProposalReason::value)
        .containsExactly("Cardiology", "2026-10-12", "1", "20");
    assertThat(proposals.get(1).reasons())
        .extracting(ProposalReason::text)
        .containsExactly(
            "Cardiology can help with this too.", "Most of the doctor's day is still free.");
  }

  @Test
  void generalPracticeFitsOnlyWhenItIsMeant() {
    Wish wish = new Wish(Urgency.ROUTINE, AssignmentTimes.any(), null, NOW, BERLIN);
    List<Candidate> general = List.of(at(generalist(0.5), 1));
    var thesaurus = AssignmentThesaurus.load();
    assertThat(kinds(new AssignmentReasons(wish, HEART, false).of(general).get(0)))
        .doesNotContain(ReasonKind.SPECIALTY_FITS, ReasonKind.RELATED_SPECIALTY)
        .doesNotContain(ReasonKind.FIRST_ADDRESS);
    assertThat(
            kinds(
                new AssignmentReasons(wish, thesaurus.ofReason("a cough"), false)
                    .of(List.of(at(generalist(1), 1)))
                    .get(0)))
        .contains(ReasonKind.SPECIALTY_FITS);
    assertThat(
            kinds(
                new AssignmentReasons(wish, thesaurus.ofReason("xyzzy"), false).of(general).get(0)))
        .contains(ReasonKind.FIRST_ADDRESS)
        .doesNotContain(ReasonKind.SPECIALTY_FITS);
  }

  @Test
  void nobodyFitsAPossibleEmergency() {
    Wish wish = new Wish(Urgency.ROUTINE, AssignmentTimes.any(), null, NOW, BERLIN);
    assertThat(
            kinds(
                new AssignmentReasons(wish, HEART, true)
                    .of(List.of(at(doctor(1, 1, 2), 1)))
                    .get(0)))
        .contains(ReasonKind.KNOWS_YOU)
        .doesNotContain(ReasonKind.SPECIALTY_FITS, ReasonKind.HISTORY_FITS);
  }

  static Generator<List<Candidate>> candidates() {
    return lists(candidate(), 0, 30).map(list -> list.stream().distinct().toList());
  }

  static Generator<Candidate> candidate() {
    Generator<Doctor> doctors = integers(0, 19).map(id -> doctor(id, id % 4 * 0.33, id % 3));
    Generator<Integer> quarters =
        choices -> integers(1, of(8, 4000).generate(choices)).generate(choices);
    return choices ->
        new Candidate(
            doctors.generate(choices),
            TimeRange.of(
                NOW.plus(Duration.ofMinutes(15L * quarters.generate(choices))),
                Duration.ofHours(1)),
            of(0.0, 0.25, 0.9).generate(choices));
  }

  static Generator<Integer> minutes() {
    return integers(1, 100_000);
  }

  private static AssignmentRanking ranking(Urgency urgency, AssignmentTimes times) {
    return new AssignmentRanking(new Wish(urgency, times, null, NOW, BERLIN));
  }

  private static AssignmentTimes times(PreferredTimes stated) {
    return AssignmentTimes.of(stated, LocalDate.ofInstant(NOW, BERLIN));
  }

  private static Candidate at(Doctor doctor, int daysAhead) {
    Instant start = NOW.plus(Duration.ofDays(daysAhead)).plus(Duration.ofHours(2));
    return new Candidate(doctor, TimeRange.of(start, Duration.ofHours(1)), 0.2);
  }

  private static Candidate later(Candidate candidate, int minutes) {
    TimeRange time = candidate.time();
    return new Candidate(
        candidate.doctor(),
        new TimeRange(
            time.start().plus(Duration.ofMinutes(minutes)),
            time.end().plus(Duration.ofMinutes(minutes))),
        candidate.load());
  }

  private static Doctor doctor(int id, double fit, int visits) {
    return new Doctor(
        new UUID(1, id),
        "Dr. " + id,
        "Cardiology",
        "Cardiology",
        Set.of("de"),
        2010,
        fit,
        false,
        visits,
        visits == 0 ? null : LAST);
  }

  private static Doctor generalist(double fit) {
    return new Doctor(
        new UUID(1, 1),
        "Dr. 1",
        "Allgemeinmedizin",
        "General practice",
        Set.of("de"),
        2010,
        fit,
        false,
        0,
        null);
  }

  private static Doctor known(Doctor d, UUID id, int visits) {
    return new Doctor(
        id,
        d.name(),
        d.specialization(),
        d.departmentName(),
        d.languages(),
        d.practisingSince(),
        d.fit(),
        d.fitsHistory(),
        visits,
        visits == 0 ? null : LAST);
  }

  private static Doctor fit(Doctor d, double fit) {
    return new Doctor(
        d.id(),
        d.name(),
        d.specialization(),
        d.departmentName(),
        d.languages(),
        d.practisingSince(),
        fit,
        true,
        d.visits(),
        d.lastVisit());
  }

  private static Set<ReasonKind> kinds(Proposal proposal) {
    return proposal.reasons().stream().map(ProposalReason::kind).collect(Collectors.toSet());
  }
}
