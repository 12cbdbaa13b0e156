package io.clinibus.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.platform.UuidV7;
import io.clinibus.reports.OverviewRepository.Offered;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.reports.api.ReportsApi.GetOverview;
import io.clinibus.reports.api.ReportsApi.Overview;
import io.clinibus.reports.api.ReportsApi.OverviewDay;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.LargeDataset;
import io.clinibus.testing.ScanCounter;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overview's numbers against PostgreSQL. */
class OverviewIT {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Of the clock, which begins at its noon: it is the same day until the tests are over. */
  private static final LocalDate TODAY = LocalDate.now(BERLIN).minusDays(1);

  private static final Clock CLOCK =
      Clock.offset(
          Clock.systemUTC(),
          Duration.between(Instant.now(), TODAY.atTime(12, 0).atZone(BERLIN).toInstant()));
  private static final LocalDate MONDAY = LocalDate.of(2026, 6, 15);

  private static DomainFixture domain;
  private static OverviewRepository repository;
  private static UUID department;
  private UUID doctor;

  @BeforeAll
  static void open() {
    domain = DomainFixture.start(ReportsVerticle::new, CLOCK);
    repository = new OverviewRepository(domain.database());
    department = UuidV7.next();
    domain.sql("INSERT INTO directory.department (id, name) VALUES ($1, 'Cardiology')", department);
  }

  @AfterAll
  static void close() {
    domain.close();
  }

  @BeforeEach
  void aDoctor() {
    domain.sql("UPDATE directory.doctor SET active = false");
    domain.sql("DELETE FROM scheduling.holiday");
    doctor = UuidV7.next();
    domain.sql(
        """
        INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)
        VALUES ($1, $2, 'Sofia', 'Lindqvist', 'Cardiology')
        """,
        doctor,
        department);
    domain.sql("INSERT INTO scheduling.calendar (doctor_id) VALUES ($1)", doctor);
  }

  @Test
  void weeklyHoursCountWhileTheyAreValid() {
    window(1, "09:00", "12:00", null, null);
    window(1, "14:00", "24:00", "2026-06-15", "2026-06-15");
    window(2, "08:00", "08:30", null, null);
    assertThat(offered(MONDAY)).isEqualTo(180 + 600);
    assertThat(offered(MONDAY.plusDays(7))).isEqualTo(180);
    assertThat(offered(MONDAY.minusDays(7))).isEqualTo(180);
    assertThat(offered(MONDAY.plusDays(1))).isEqualTo(30);
    assertThat(offered(MONDAY.plusDays(2))).isZero();
  }

  @Test
  void leaveAndHolidaysReduceHoursAndExtraHoursAddToThem() {
    window(1, "09:00", "12:00", null, null);
    exception("LEAVE", "2026-06-15T11:00+02:00", "2026-06-16T00:00+02:00");
    assertThat(offered(MONDAY)).isEqualTo(120);
    exception("EXTRA_HOURS", "2026-06-15T08:00+02:00", "2026-06-15T11:30+02:00");
    assertThat(offered(MONDAY)).as("only what is not offered anyway").isEqualTo(180);
    domain.sql("INSERT INTO scheduling.holiday VALUES ($1, 'Feast')", MONDAY);
    assertThat(offered(MONDAY)).as("extra hours hold on holidays").isEqualTo(180);
    assertThat(offered(MONDAY.plusDays(7))).isEqualTo(180);
    domain.sql("INSERT INTO scheduling.holiday VALUES ($1, 'Feast')", MONDAY.plusDays(7));
    assertThat(offered(MONDAY.plusDays(7))).isZero();
    domain.sql("UPDATE scheduling.calendar SET closed = true WHERE doctor_id = $1", doctor);
    assertThat(offered(MONDAY)).isZero();
  }

  @Test
  void extraHoursOverMidnightCountForBothDays() {
    exception("EXTRA_HOURS", "2026-06-15T22:00+02:00", "2026-06-16T03:00+02:00");
    assertThat(offered(MONDAY)).isEqualTo(120);
    assertThat(offered(MONDAY.plusDays(1))).isEqualTo(180);
  }

  /** On 25 October 2026 the hour from 2 to 3 comes twice, on 28 March 2027 not at all. */
  @ParameterizedTest
  @CsvSource({
    "2026-10-25, 00:00, 24:00, 1500",
    "2026-10-25, 01:00, 04:00, 240",
    "2026-10-25, 02:30, 03:00, 90",
    "2026-10-25, 01:30, 02:30, 120",
    "2026-10-25, 09:00, 12:00, 180",
    "2027-03-28, 00:00, 24:00, 1380",
    "2027-03-28, 01:00, 04:00, 120",
    "2027-03-28, 02:30, 04:00, 60",
    "2027-03-28, 01:00, 02:30, 60",
    "2027-03-28, 02:10, 02:50, 0",
    "2027-03-28, 09:00, 12:00, 180"
  })
  void hoursFollowDaylightSavingChanges(LocalDate day, String opens, String closes, int minutes) {
    window(7, opens, closes, null, null);
    assertThat(offered(day)).isEqualTo(minutes);
    exception("LEAVE", day + "T22:00+01:00", day + "T22:30+01:00");
    assertThat(offered(day)).isEqualTo(closes.equals("24:00") ? minutes - 30 : minutes);
  }

  @Test
  void appointmentsAreCountedByDayAndStatus() {
    window(TODAY.getDayOfWeek().getValue(), "09:00", "12:00", null, null);
    appointment(TODAY, "00:00", 30, "COMPLETED");
    appointment(TODAY, "09:00", 60, "CHECKED_IN");
    appointment(TODAY, "10:00", 45, "BOOKED");
    appointment(TODAY, "11:00", 60, "CANCELLED");
    appointment(TODAY, "12:00", 60, "NO_SHOW");
    appointment(TODAY.minusDays(1), "23:45", 15, "COMPLETED");
    appointment(TODAY.minusDays(30), "09:00", 20, "COMPLETED");
    appointment(TODAY.plusDays(7), "23:00", 20, "BOOKED");
    appointment(TODAY.minusDays(31), "23:00", 20, "COMPLETED");
    appointment(TODAY.plusDays(8), "00:00", 20, "BOOKED");

    Overview overview =
        domain.ask(ReportsApi.GET_OVERVIEW, new GetOverview(), DomainFixture.caller(Role.ADMIN));
    assertThat(overview.days()).hasSize(38);
    assertThat(overview.days())
        .extracting(OverviewDay::date)
        .startsWith(TODAY.minusDays(30))
        .endsWith(TODAY.plusDays(7))
        .isSorted();
    assertThat(overview.today())
        .isEqualTo(
            new OverviewDay(
                TODAY,
                Map.of("COMPLETED", 1, "CHECKED_IN", 1, "BOOKED", 1, "CANCELLED", 1, "NO_SHOW", 1),
                135,
                180))
        .isEqualTo(overview.days().get(30));
    assertThat(overview.days().get(29).bookedMinutes()).isEqualTo(15);
    assertThat(overview.days().get(0).bookedMinutes()).isEqualTo(20);
    assertThat(overview.days().get(37).byStatus()).isEqualTo(Map.of("BOOKED", 1));
    assertThat(overview.doctors()).isEqualTo(1);
    assertThat(overview.patients()).isEqualTo(overview.newPatients()).isEqualTo(10);
    var cardiology = overview.departments().get(0);
    assertThat(cardiology.name()).isEqualTo("Cardiology");
    assertThat(cardiology.appointments()).isEqualTo(4);
    assertThat(cardiology.waiting()).isEqualTo(1);
    assertThat(cardiology.bookedMinutes()).isEqualTo(135);
    assertThat(cardiology.offeredMinutes()).isEqualTo(180);

    List<Future<Overview>> many =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    domain
                        .bus()
                        .request(
                            ReportsApi.GET_OVERVIEW,
                            new GetOverview(),
                            DomainFixture.caller(Role.ADMIN)))
            .toList();
    assertThat(many.stream().map(DomainFixture::await).map(Overview::asOf).distinct().count())
        .as("many readers share one reading")
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void appointmentsAreReadByAnIndex(String planMode) {
    DomainFixture many = LargeDataset.clinic();
    LocalDate today = LocalDate.ofInstant(LargeDataset.NOW, BERLIN);
    List<ReportDay> days =
        today
            .minusDays(30)
            .datesUntil(today.plusDays(8))
            .map(day -> ReportDay.of(day, BERLIN))
            .toList();
    try (var counter = new ScanCounter(many.databaseSettings(), planMode)) {
      var large = new OverviewRepository(counter.database());
      assertThat(
              counter.during(
                  () ->
                      large
                          .counts(days)
                          .onSuccess(counts -> assertThat(counts).hasSizeGreaterThan(60))
                          .compose(counts -> large.departments(days.get(30)))
                          .compose(departments -> large.totals(LargeDataset.NOW))))
          .doesNotContain("scheduling.appointment", "patients.patient");
    }
  }

  private static int offered(LocalDate day) {
    return DomainFixture.await(repository.offered(List.of(ReportDay.of(day, BERLIN)))).stream()
        .mapToInt(Offered::minutes)
        .sum();
  }

  private void window(int weekday, String opens, String closes, String from, String until) {
    domain.sql(
        """
        INSERT INTO scheduling.weekly_window (doctor_id, weekday, opens, closes, valid_from, valid_until)
        VALUES ($1, $2, $3::text::time, $4::text::time, coalesce($5::text::date, '-infinity'),
                coalesce($6::text::date, 'infinity'))
        """,
        doctor,
        weekday,
        opens,
        closes,
        from,
        until);
  }

  private void exception(String kind, String start, String end) {
    domain.sql(
        """
        INSERT INTO scheduling.availability_exception (id, doctor_id, kind, during)
        VALUES ($1, $2, $3, tstzrange($4, $5))
        """,
        UuidV7.next(),
        doctor,
        kind,
        OffsetDateTime.parse(start),
        OffsetDateTime.parse(end));
  }

  private void appointment(LocalDate day, String time, int minutes, String status) {
    UUID patient = UuidV7.next();
    domain.sql(
        "INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, 'Ada', 'B')",
        patient);
    OffsetDateTime start =
        day.atTime(java.time.LocalTime.parse(time)).atZone(BERLIN).toOffsetDateTime();
    domain.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), $6)
        """,
        UuidV7.next(),
        doctor,
        patient,
        start,
        start.plusMinutes(minutes),
        status);
  }
}
