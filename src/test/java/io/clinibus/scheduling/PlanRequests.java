package io.clinibus.scheduling;

import io.clinibus.platform.db.Cursor;
import io.clinibus.scheduling.api.AppointmentLane;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.appointments.AppointmentRepository.Change;
import io.clinibus.scheduling.appointments.AppointmentRepository.Target;
import io.clinibus.scheduling.appointments.NewAppointment;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.stored.Fingerprint;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.VisitText;
import io.clinibus.scheduling.stored.Written;
import io.clinibus.testing.LargeDataset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is asked of the appointments of a large clinic: lists by every filter, a booking and its
 * changes.
 */
record PlanRequests(UUID doctor, UUID patient, UUID department) {

  static final int LIMIT = 50;
  static final OffsetDateTime NOW = LargeDataset.NOW.atOffset(ZoneOffset.UTC);

  /** After all that is booked. */
  static final Instant FREE = Instant.parse("2027-02-01T09:00:00Z");

  static NewAppointment wanted(UUID id, UUID patientId, UUID doctorId, String key) {
    TimeRange visit = TimeRange.of(FREE, Duration.ofHours(1));
    List<LocalDate> days = List.of(LocalDate.ofInstant(FREE, ZoneOffset.UTC));
    return new NewAppointment(
        id,
        patientId,
        patientId,
        doctorId,
        visit,
        visit,
        days,
        2,
        Written.inClear(new VisitText("", List.of())),
        key,
        new Fingerprint("f", List.of()),
        LargeDataset.NOW,
        null,
        true,
        null,
        null,
        null);
  }

  Change move(UUID id) {
    TimeRange later = TimeRange.of(FREE.plus(Duration.ofHours(2)), Duration.ofHours(1));
    return new Change(
        id,
        1,
        patient,
        ChangeKind.RESCHEDULED,
        Written.inClear(new NoteText("")),
        days(),
        null,
        new Target(doctor, later, later, 2, AppointmentLane.REGULAR),
        LargeDataset.NOW,
        2L,
        Duration.ZERO);
  }

  Change cancel(UUID id) {
    return new Change(
        id,
        2,
        patient,
        ChangeKind.CANCELLED,
        Written.inClear(new NoteText("")),
        days(),
        AppointmentStatus.CANCELLED,
        null,
        LargeDataset.NOW,
        2L,
        Duration.ZERO);
  }

  List<DayKey> days() {
    return List.of(new DayKey(doctor, LocalDate.ofInstant(FREE, ZoneOffset.UTC)));
  }

  List<ListAppointments> filters() {
    var filters = new ArrayList<ListAppointments>();
    for (OffsetDateTime from : Arrays.asList(null, NOW)) {
      for (OffsetDateTime until : Arrays.asList(null, NOW.plusDays(1))) {
        for (UUID ofDoctor : Arrays.asList(null, doctor)) {
          for (UUID ofPatient : Arrays.asList(null, patient)) {
            for (UUID inDepartment : Arrays.asList(null, department)) {
              for (List<AppointmentStatus> status : statuses()) {
                filters.add(
                    list(from, until, ofDoctor, ofPatient, inDepartment, status, null, null));
              }
            }
          }
        }
      }
    }
    return filters;
  }

  /** Both ways round, from the beginning and after a page. */
  static Stream<ListAppointments> inAllOrders(ListAppointments wanted) {
    return Stream.of("start", "-start")
        .flatMap(
            sort ->
                Stream.of(Optional.<String>empty(), Optional.of(cursor()))
                    .map(
                        cursor ->
                            list(
                                wanted.from(),
                                wanted.until(),
                                wanted.doctorId(),
                                wanted.patientId(),
                                wanted.departmentId(),
                                wanted.status(),
                                sort,
                                cursor.orElse(null))));
  }

  static ListAppointments list(
      OffsetDateTime from,
      OffsetDateTime until,
      UUID doctorId,
      UUID patientId,
      UUID departmentId,
      List<AppointmentStatus> status,
      String sort,
      String cursor) {
    return new ListAppointments(
        from, until, doctorId, patientId, departmentId, status, sort, LIMIT, cursor);
  }

  static List<List<AppointmentStatus>> statuses() {
    return Arrays.asList(
        null,
        List.of(AppointmentStatus.CHECKED_IN),
        List.of(AppointmentStatus.BOOKED, AppointmentStatus.COMPLETED));
  }

  static String cursor() {
    var rows = List.of(1, 2);
    return Cursor.next(rows, 1, row -> new Cursor(NOW.toString(), new UUID(0, 1)));
  }
}
