package io.clinibus.scheduling.api;

/** The status of an appointment. */
public enum AppointmentStatus {
  BOOKED,
  CHECKED_IN,
  IN_CONSULTATION,
  COMPLETED,
  CANCELLED,
  NO_SHOW;

  /** Whether the appointment is upcoming or in progress. */
  public boolean isOpen() {
    return this == BOOKED || this == CHECKED_IN || this == IN_CONSULTATION;
  }
}
