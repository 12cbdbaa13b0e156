package io.clinibus.scheduling.calendar;

import io.clinibus.bus.Language;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;

/**
 * Rules for all doctors of the clinic.
 *
 * @param name the clinic's name
 * @param zone the zone of weekly hours and days
 * @param minimumNotice minimum time between booking by a patient and the visit
 * @param horizonDays how many days ahead slots are offered
 * @param changeCutoff how long before its start a patient can still move or cancel
 * @param hold how long a hold lasts
 * @param offer how long a waitlist offer lasts
 * @param maxOpenAppointments how many open appointments patients can book for themselves
 * @param maxOverbookedPerDay how many overbooked visits a doctor's day can have
 * @param waitlistDays for how many days a waitlist entry without a last day waits
 * @param emergencyNumber the telephone number for emergencies
 * @param mailLanguage of mails to recipients who have stated none
 * @param contact how the clinic is reached
 * @param holidays days on which the clinic is closed, with their names
 * @param visitTypes types of visits by id, also those that cannot be booked any more
 * @param version incremented by every change of these rules
 */
public record ClinicRules(
    String name,
    ZoneId zone,
    Duration minimumNotice,
    int horizonDays,
    Duration changeCutoff,
    Duration hold,
    Duration offer,
    int maxOpenAppointments,
    int maxOverbookedPerDay,
    int waitlistDays,
    String emergencyNumber,
    Language mailLanguage,
    ClinicContact contact,
    Map<LocalDate, String> holidays,
    Map<UUID, VisitTypeRules> visitTypes,
    long version) {

  public LocalDate dayOf(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  /** An instant in the clinic's offset. */
  public OffsetDateTime local(Instant instant) {
    return instant.atZone(zone).toOffsetDateTime();
  }

  /** A local day: 23, 24 or 25 hours, or whatever the zone's clock changes make of it. */
  public TimeRange wholeDay(LocalDate day) {
    return new TimeRange(
        day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
  }

  /** The same appointment with its times in the clinic's offset. */
  public Appointment localized(Appointment a) {
    return new Appointment(
        a.id(),
        a.doctorId(),
        a.doctorName(),
        a.departmentName(),
        a.room(),
        a.patientId(),
        a.patientName(),
        a.patientListedName(),
        local(a.start().toInstant()),
        local(a.end().toInstant()),
        a.status(),
        local(a.since().toInstant()),
        a.reason(),
        a.lane(),
        a.version(),
        a.ticket(),
        a.visitType(),
        a.answers(),
        a.reasonUnavailable(),
        a.reasonUnreadable());
  }
}
