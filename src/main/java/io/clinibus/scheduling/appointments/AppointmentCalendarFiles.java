package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.platform.calendar.CalendarEntry;
import io.clinibus.platform.calendar.CalendarFile;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeSummary;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes appointments as calendar files for download. */
public final class AppointmentCalendarFiles {

  /** Title and room of an entry in a language of the app. */
  private record Words(String title, String room) {}

  private static final String DEFAULT_LANGUAGE = "en";
  private static final Map<String, Words> WORDS =
      Map.of(
          DEFAULT_LANGUAGE,
          new Words("Appointment with %s", "Room %s"),
          "de",
          new Words("Termin bei %s", "Raum %s"),
          "es",
          new Words("Cita con %s", "Sala %s"));

  private final Appointments appointments;
  private final RuleCache rules;
  private final Clock clock;

  public AppointmentCalendarFiles(Appointments appointments, RuleCache rules, Clock clock) {
    this.appointments = appointments;
    this.rules = rules;
    this.clock = clock;
  }

  /** The file of one appointment; {@code NOT_FOUND} if the caller has no part in it. */
  public Future<AppointmentsApi.CalendarFile> get(GetCalendarFile wanted, Caller caller) {
    String language = wanted.language() == null ? DEFAULT_LANGUAGE : wanted.language();
    return Future.all(
            appointments.get(new GetAppointment(wanted.appointmentId()), caller), rules.clinic())
        .map(both -> file(both.resultAt(0), both.resultAt(1), WORDS.get(language)));
  }

  private AppointmentsApi.CalendarFile file(
      Appointment appointment, ClinicRules clinic, Words words) {
    VisitTypeSummary visitType = named(appointment.visitType());
    CalendarEntry entry =
        new CalendarEntry(
            appointment.id().toString(),
            Math.toIntExact(appointment.version()),
            appointment.start().toInstant(),
            appointment.end().toInstant(),
            words.title().formatted(appointment.doctorName()),
            joined(", ", clinic.name(), room(appointment, words)),
            joined(
                "\n",
                visitType.name(),
                appointment.departmentName(),
                appointment.reason(),
                visitType.instruction()),
            appointment.status() == AppointmentStatus.CANCELLED);
    return new AppointmentsApi.CalendarFile(
        "clinibus-" + appointment.start().toLocalDate() + ".ics",
        CalendarFile.published(entry, clock.instant()));
  }

  /** What is written of a type: nothing if it is discreet or there is none. */
  private static VisitTypeSummary named(VisitTypeSummary type) {
    return type == null || type.discreet()
        ? new VisitTypeSummary(null, "", null, VisitColour.GREY, "", true)
        : type;
  }

  private static String room(Appointment appointment, Words words) {
    String room = appointment.room();
    return room == null || room.isBlank() ? "" : words.room().formatted(room);
  }

  private static String joined(String separator, String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(separator));
  }
}
