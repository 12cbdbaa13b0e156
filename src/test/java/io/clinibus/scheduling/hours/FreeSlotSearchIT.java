package io.clinibus.scheduling.hours;

import static io.clinibus.scheduling.api.AvailabilityApi.LIST_AVAILABILITY_EXCEPTIONS;
import static io.clinibus.scheduling.api.ClinicRulesApi.LIST_HOLIDAYS;
import static io.clinibus.scheduling.api.SlotsApi.FIND_FIRST_FREE;
import static io.clinibus.scheduling.api.SlotsApi.FIND_FREE_DOCTORS;
import static io.clinibus.scheduling.api.SlotsApi.LIST_DEPARTMENT_SLOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.ClinicRulesApi.ListHolidays;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFree;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.api.SlotsApi.ListDepartmentSlots;
import io.clinibus.testing.BusFixture;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The search for free slots of several doctors, days and departments. */
class FreeSlotSearchIT extends HoursFixture {

  @Test
  void theFirstFreeSlotsAreThoseOfSeveralDoctors() {
    UUID early = clinic.doctor(60, 0, BusFixture.weekdays("06:00", "07:00"));
    var slots =
        clinic
            .ask(
                FIND_FIRST_FREE,
                new FindFirstFree(clinic.department(), null, null, TEN.minusHours(6), 1, 100),
                clinic.frontDesk())
            .slots();
    assertThat(slots.get(0)).isEqualTo(new FreeSlot(early, at("06:00"), at("07:00")));
    assertThat(slots).extracting(FreeSlot::doctorId).doesNotHaveDuplicates().contains(doctor);
  }

  @Test
  void theFirstFreeSlotIsFoundWeeksAhead() {
    UUID rare =
        clinic.doctor(
            60,
            0,
            new WeeklyWindow(
                DayOfWeek.MONDAY,
                "09:00",
                "10:00",
                LocalDate.parse("2027-01-18"),
                LocalDate.parse("2027-01-18")));
    assertThat(
            clinic
                .ask(
                    FIND_FIRST_FREE,
                    new FindFirstFree(null, null, rare, null, 5, 5),
                    clinic.frontDesk())
                .slots())
        .containsExactly(
            new FreeSlot(
                rare,
                OffsetDateTime.parse("2027-01-18T09:00:00+01:00"),
                OffsetDateTime.parse("2027-01-18T10:00:00+01:00")));
  }

  @Test
  void aSearchThatStartsInThePastBeginsNow() {
    var longAgo = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    var slots =
        clinic
            .ask(
                FIND_FIRST_FREE,
                new FindFirstFree(null, null, doctor, longAgo, 1, 1),
                clinic.frontDesk())
            .slots();
    assertThat(slots).hasSize(1);
  }

  @Test
  void theDayOfAnUnknownDepartmentIsNotFound() {
    assertThat(
            clinic
                .refused(
                    LIST_DEPARTMENT_SLOTS,
                    new ListDepartmentSlots(UuidV7.next(), TUESDAY),
                    clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void theRefusalNamesACursorOfAnotherList() {
    for (String value : List.of("cardiology", "\u0000")) {
      String foreign = cursor(value);
      assertThat(
              clinic
                  .refused(LIST_HOLIDAYS, new ListHolidays(null, 1, foreign), clinic.frontDesk())
                  .errors())
          .extracting(FieldError::pointer)
          .containsExactly("cursor");
      assertThat(
              clinic
                  .refused(
                      LIST_AVAILABILITY_EXCEPTIONS,
                      new ListAvailabilityExceptions(doctor, null, 1, foreign),
                      clinic.frontDesk())
                  .errors())
          .extracting(FieldError::pointer)
          .containsExactly("cursor");
    }
  }

  private static String cursor(String value) {
    byte[] plain = (value + "\n" + UuidV7.next()).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  @Test
  void aDepartmentsDayContainsTheSlotsOfAllItsDoctors() {
    var slots =
        clinic
            .ask(
                LIST_DEPARTMENT_SLOTS,
                new ListDepartmentSlots(clinic.department(), TUESDAY),
                clinic.frontDesk())
            .slots();
    assertThat(slots).filteredOn(slot -> slot.doctorId().equals(doctor)).hasSize(3);
  }

  @Test
  void doctorsWhoAreFreeInARangeAreFound() {
    UUID evenings = clinic.doctor(60, 0, BusFixture.weekdays("18:00", "19:00"));
    var morning = new FindFreeDoctors(at("08:00"), at("12:00"));
    assertThat(clinic.ask(FIND_FREE_DOCTORS, morning, clinic.frontDesk()).doctorIds())
        .contains(doctor)
        .doesNotContain(evenings);
  }
}
