package io.clinibus.scheduling.api;

/** The lane of an appointment on its doctor's day. A lane has at most one appointment at a time. */
public enum AppointmentLane {
  REGULAR,
  /** Booked beside regular appointments, as extra capacity. */
  OVERBOOKED
}
