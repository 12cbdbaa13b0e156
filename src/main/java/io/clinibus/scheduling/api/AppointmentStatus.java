package io.clinibus.scheduling.api;

/** Where an appointment stands in its life. */
public enum AppointmentStatus {
  BOOKED,
  CHECKED_IN,
  IN_CONSULTATION,
  COMPLETED,
  CANCELLED,
  NO_SHOW;

  /** Whether the appointment still lies ahead or is under way. */
  public boolean isOpen() {
    return this == BOOKED || this == CHECKED_IN || this == IN_CONSULTATION;
  }
}
