package io.clinibus.cluster.chaos;

import io.clinibus.testing.DaysAhead;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A time that one patient requests, with the key that says it is one request however often it is
 * sent.
 *
 * @param start as the API writes it
 */
public record Visit(String doctor, LocalDate day, String start, String patient, String key) {

  static final int DAYS = 4;
  static final int MINUTES = 10;

  /** More hours than a run needs at its rate: 9,600 times for 25 doctors. */
  static final LocalTime OPENS = LocalTime.of(6, 0);

  static final LocalTime CLOSES = LocalTime.of(22, 0);
  private static final int A_DAY = (int) Duration.between(OPENS, CLOSES).toMinutes() / MINUTES;
  private static final LocalDate FIRST_DAY = DaysAhead.tuesday();

  /**
   * The time that is wanted as the n-th: of each doctor in turn, and on each of the days in turn.
   */
  static Visit number(int n, List<String> doctors, List<String> patients) {
    int doctor = n % doctors.size();
    int slot = n / doctors.size();
    if (slot >= DAYS * A_DAY) {
      throw new IllegalStateException("there are not so many slots");
    }
    LocalDate day = day(slot % DAYS);
    LocalTime time = OPENS.plusMinutes((long) MINUTES * (slot / DAYS));
    return new Visit(
        doctors.get(doctor),
        day,
        DaysAhead.at(day, time.toString()),
        patients.get(doctor),
        UUID.randomUUID().toString());
  }

  static LocalDate day(int index) {
    return FIRST_DAY.plusDays(index);
  }

  /** Another patient who requests the same time. */
  Visit of(String other) {
    return new Visit(doctor, day, start, other, UUID.randomUUID().toString());
  }

  Map<String, String> body() {
    return Map.of("doctorId", doctor, "patientId", patient, "start", start);
  }
}
