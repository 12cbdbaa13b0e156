package io.clinibus.scheduling.hours;

import static io.clinibus.scheduling.api.ClinicRulesApi.ADD_HOLIDAY;
import static io.clinibus.scheduling.api.ClinicRulesApi.GET_POLICY;
import static io.clinibus.scheduling.api.ClinicRulesApi.LIST_HOLIDAYS;
import static io.clinibus.scheduling.api.ClinicRulesApi.REMOVE_HOLIDAY;
import static io.clinibus.scheduling.api.ClinicRulesApi.SET_POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.AddHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.ClinicRulesApi.GetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.ListHolidays;
import io.clinibus.scheduling.api.ClinicRulesApi.Policy;
import io.clinibus.scheduling.api.ClinicRulesApi.PolicyDetails;
import io.clinibus.scheduling.api.ClinicRulesApi.RemoveHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.SetPolicy;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Holidays, the policy and the time zone of the clinic. */
class ClinicRulesIT extends HoursFixture {

  @Test
  void aHolidayClosesTheClinicUntilRemoved() {
    LocalDate day = LocalDate.parse("2026-12-01");
    Appointment booked = book(TEN.plusDays(7));
    var closed =
        clinic.ask(ADD_HOLIDAY, new AddHoliday(day, "Founders' day", null), clinic.admin());
    assertThat(closed.conflicts()).extracting(Conflict::appointmentId).contains(booked.id());
    assertThat(free(doctor, day)).isEmpty();
    assertThat(
            clinic
                .ask(LIST_HOLIDAYS, new ListHolidays(null, null, null), clinic.frontDesk())
                .items())
        .containsExactly(new ClinicRulesApi.Holiday(day, "Founders' day"));
    clinic.ask(REMOVE_HOLIDAY, new RemoveHoliday(day), clinic.admin());
    assertThat(free(doctor, day)).containsExactly("09:00", "11:00");
  }

  @Test
  void theClinicPolicyAppliesAtOnceAndIsVersioned() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var contact =
        new ClinicContact(
            "Hauptstraße 1\n10115 Berlin",
            "+49 30 1234567",
            "Monday to Friday, 7 to 20",
            "Clinic plc",
            "https://clinic.example/imprint",
            null);
    var shortHorizon =
        new PolicyDetails(
            before.clinicName(),
            before.zone(),
            0,
            3,
            before.changeCutoffMinutes(),
            60,
            null,
            null,
            null,
            null,
            "999",
            Language.de,
            contact);
    Policy after =
        clinic.ask(SET_POLICY, new SetPolicy(before.version(), shortHorizon), clinic.admin());
    assertThat(free(doctor, TUESDAY)).isNotEmpty();
    assertThat(free(doctor, TUESDAY.plusDays(3))).isEmpty();
    assertThat(after.holdSeconds()).isEqualTo(60);
    assertThat(after.offerMinutes()).isEqualTo(before.offerMinutes());
    assertThat(before.emergencyNumber()).isEqualTo("112");
    assertThat(after.emergencyNumber()).isEqualTo("999");
    assertThat(before.mailLanguage()).isEqualTo(Language.en);
    assertThat(after.mailLanguage()).isEqualTo(Language.de);
    assertThat(before.contact()).isEqualTo(ClinicContact.NONE);
    assertThat(after.contact()).isEqualTo(contact);
    assertThat(
            clinic
                .refused(SET_POLICY, new SetPolicy(before.version(), shortHorizon), clinic.admin())
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(
            clinic
                .refused(
                    SET_POLICY,
                    new SetPolicy(after.version() + (1L << 32), shortHorizon),
                    clinic.admin())
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var restored =
        new PolicyDetails(
            before.clinicName(),
            before.zone(),
            before.minimumNoticeMinutes(),
            before.horizonDays(),
            before.changeCutoffMinutes(),
            before.holdSeconds(),
            before.offerMinutes(),
            before.maxOpenAppointments(),
            before.maxOverbookedPerDay(),
            before.waitlistDays(),
            before.emergencyNumber(),
            before.mailLanguage(),
            ClinicContact.NONE);
    clinic.ask(SET_POLICY, new SetPolicy(after.version(), restored), clinic.admin());
  }

  @Test
  void theRefusalNamesAnUnknownTimeZone() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var wrong =
        new PolicyDetails(
            "Clinic", "Europe/Atlantis", 0, 3, 0, null, null, null, null, null, null, null, null);
    assertThat(
            clinic
                .refused(SET_POLICY, new SetPolicy(before.version(), wrong), clinic.admin())
                .errors())
        .extracting(FieldError::pointer)
        .containsExactly("/zone");
  }

  @Test
  void anotherTimeZoneIsPreviewedWithoutBeingSet() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var none = zoneChange(before.zone());
    assertThat(none.appointments()).isZero();
    assertThat(none.doctors()).isZero();
    assertThat(none.shiftMinutes()).isZero();
    long visits = zoneChange("Europe/London").appointments();
    book(TEN);
    var london = zoneChange("Europe/London");
    assertThat(london.appointments()).isEqualTo(visits + 1);
    assertThat(london.doctors()).isPositive();
    assertThat(london.shiftMinutes()).isEqualTo(-60);
    assertThat(london.appointmentsOnAnotherDay()).isZero();
    long onAnotherDay = zoneChange("Pacific/Kiritimati").appointmentsOnAnotherDay();
    book(at("11:00")); // midnight there
    assertThat(zoneChange("Pacific/Kiritimati").appointmentsOnAnotherDay())
        .isEqualTo(onAnotherDay + 1);
    assertThat(clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin())).isEqualTo(before);
    assertThat(
            clinic
                .refused(
                    ClinicRulesApi.PREVIEW_ZONE_CHANGE,
                    new ClinicRulesApi.PreviewZoneChange("Europe/Atlantis"),
                    clinic.admin())
                .errors())
        .extracting(FieldError::pointer)
        .containsExactly("zone");
  }

  private static ClinicRulesApi.ZoneChange zoneChange(String zone) {
    return clinic.ask(
        ClinicRulesApi.PREVIEW_ZONE_CHANGE,
        new ClinicRulesApi.PreviewZoneChange(zone),
        clinic.admin());
  }
}
