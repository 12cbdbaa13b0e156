package io.clinibus.scheduling.calendar;

import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;

/**
 * What holds for every doctor of the clinic.
 *
 * @param name the clinic's name
 * @param zone in which weekly hours and days are meant
 * @param minimumNotice how long before its start a patient can still book a slot
 * @param horizonDays how many days ahead slots are offered
 * @param changeCutoff how long before its start a patient can still move or cancel
 * @param hold how long a slot is kept while somebody confirms
 * @param offer how long a time is kept for somebody on the waitlist
 * @param holidays days on which the clinic is closed, with their names
 * @param version grows by one with every change of these rules
 */
public record ClinicRules(
    String name,
    ZoneId zone,
    Duration minimumNotice,
    int horizonDays,
    Duration changeCutoff,
    Duration hold,
    Duration offer,
    Map<LocalDate, String> holidays,
    long version) {

  public LocalDate dayOf(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  /** The same instant as it is told to people: in the clinic's offset. */
  public OffsetDateTime local(Instant instant) {
    return instant.atZone(zone).toOffsetDateTime();
  }

  /** The whole of a local day: 23, 24 or 25 hours, or what else the zone makes of it. */
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
        local(a.start().toInstant()),
        local(a.end().toInstant()),
        a.status(),
        a.reason(),
        a.version());
  }
}
