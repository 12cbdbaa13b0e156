package io.clinibus.scheduling;

/** Where an appointment stands in its life. */
public enum AppointmentStatus {
  BOOKED,
  CHECKED_IN,
  IN_CONSULTATION,
  COMPLETED,
  CANCELLED,
  NO_SHOW
}
