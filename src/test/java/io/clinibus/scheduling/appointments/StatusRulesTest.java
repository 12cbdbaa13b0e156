package io.clinibus.scheduling.appointments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.calendar.ClinicRules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StatusRulesTest {

  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");
  private static final Instant AFTER_START = START.plusSeconds(60);
  private static final Instant DAY_BEFORE = START.minus(Duration.ofDays(1));
  private static final ClinicRules CLINIC =
      new ClinicRules(
          "Clinic",
          ZoneId.of("UTC"),
          Duration.ZERO,
          90,
          Duration.ofHours(4),
          Duration.ofMinutes(3),
          Duration.ofMinutes(30),
          5,
          2,
          90,
          "112",
          Language.en,
          ClinicContact.NONE,
          Map.of(),
          Map.of(),
          1);

  @Test
  void everyTransitionOfAnAdministratorAfterTheStart() {
    assertThat(legal(Actor.ADMINISTRATOR, AFTER_START))
        .containsExactlyInAnyOrder(
            "BOOKED>CHECKED_IN",
            "BOOKED>IN_CONSULTATION",
            "BOOKED>CANCELLED",
            "BOOKED>NO_SHOW",
            "CHECKED_IN>BOOKED",
            "CHECKED_IN>IN_CONSULTATION",
            "CHECKED_IN>CANCELLED",
            "IN_CONSULTATION>COMPLETED",
            "IN_CONSULTATION>CHECKED_IN",
            "COMPLETED>IN_CONSULTATION",
            "NO_SHOW>CHECKED_IN");
  }

  @Test
  void theFrontDeskClosesVisitsOfEarlierDaysAndTakesNothingBack() {
    assertThat(legal(Actor.RECEPTIONIST, Instant.parse("2026-11-25T00:00:00Z")))
        .containsExactlyInAnyOrder(
            "BOOKED>CHECKED_IN",
            "BOOKED>COMPLETED",
            "BOOKED>CANCELLED",
            "BOOKED>NO_SHOW",
            "CHECKED_IN>BOOKED",
            "CHECKED_IN>COMPLETED",
            "CHECKED_IN>CANCELLED",
            "CHECKED_IN>NO_SHOW",
            "IN_CONSULTATION>COMPLETED");
  }

  @Test
  void onlyTransitionsThatTakeAStatusBackAreCorrections() {
    assertThat(pairs(StatusRules::isCorrection))
        .containsExactlyInAnyOrder(
            "IN_CONSULTATION>CHECKED_IN", "COMPLETED>IN_CONSULTATION", "NO_SHOW>CHECKED_IN");
  }

  private static List<String> legal(Actor actor, Instant now) {
    return pairs((from, to) -> refusal(from, to, actor, now) == null);
  }

  private static List<String> pairs(BiPredicate<AppointmentStatus, AppointmentStatus> wanted) {
    List<String> found = new ArrayList<>();
    for (AppointmentStatus from : AppointmentStatus.values()) {
      for (AppointmentStatus to : AppointmentStatus.values()) {
        if (wanted.test(from, to)) {
          found.add(from + ">" + to);
        }
      }
    }
    return found;
  }

  @Test
  void patientsMayOnlyCancelAndOnlyUntilTheCutoff() {
    for (AppointmentStatus to : AppointmentStatus.values()) {
      if (to != AppointmentStatus.CANCELLED) {
        assertThat(refusal(AppointmentStatus.BOOKED, to, Actor.OWN_PATIENT, DAY_BEFORE))
            .isNotNull();
      }
    }
    assertThat(cancelBefore(Duration.ofHours(4))).isNull();
    assertThat(cancelBefore(Duration.ofHours(4).minusMillis(1)))
        .isEqualTo(SchedulingFailures.TOO_LATE);
    assertThat(
            refusal(
                AppointmentStatus.CHECKED_IN,
                AppointmentStatus.CANCELLED,
                Actor.OWN_PATIENT,
                DAY_BEFORE))
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void receptionistsDoNotTreat() {
    assertThat(
            refusal(
                AppointmentStatus.CHECKED_IN,
                AppointmentStatus.IN_CONSULTATION,
                Actor.RECEPTIONIST,
                AFTER_START))
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void aVisitCannotBeginBeforeItsDay() {
    Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
    for (AppointmentStatus to :
        List.of(AppointmentStatus.CHECKED_IN, AppointmentStatus.IN_CONSULTATION)) {
      assertThat(
              refusal(AppointmentStatus.BOOKED, to, Actor.ADMINISTRATOR, midnight.minusMillis(1)))
          .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
      assertThat(refusal(AppointmentStatus.BOOKED, to, Actor.ADMINISTRATOR, midnight)).isNull();
    }
    assertThat(
            refusal(
                AppointmentStatus.IN_CONSULTATION,
                AppointmentStatus.COMPLETED,
                Actor.OWN_DOCTOR,
                DAY_BEFORE))
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
  }

  @Test
  void onlyABookedAppointmentCanBeMoved() {
    for (AppointmentStatus status : AppointmentStatus.values()) {
      if (status == AppointmentStatus.BOOKED) {
        assertThatCode(() -> move(status)).doesNotThrowAnyException();
      } else {
        assertThat(Assertions.catchThrowableOfType(Failure.class, () -> move(status)).code())
            .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
      }
    }
  }

  private static void move(AppointmentStatus status) {
    StatusRules.checkMove(status, Set.of(Actor.RECEPTIONIST), START, AFTER_START, CLINIC);
  }

  private static FailureCode cancelBefore(Duration notice) {
    return refusal(
        AppointmentStatus.BOOKED,
        AppointmentStatus.CANCELLED,
        Actor.OWN_PATIENT,
        START.minus(notice));
  }

  private static FailureCode refusal(
      AppointmentStatus from, AppointmentStatus to, Actor actor, Instant now) {
    Failure refused =
        Assertions.catchThrowableOfType(
            Failure.class, () -> StatusRules.check(from, to, Set.of(actor), START, now, CLINIC));
    return refused == null ? null : refused.code();
  }
}
