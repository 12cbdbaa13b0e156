package io.clinibus.cluster.chaos;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestFixture;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state in PostgreSQL. */
public final class Truth {

  private static final String BOOKED =
      """
      SELECT a.id::text, a.doctor_id::text, a.starts_at, r.key,
             count(*) OVER (PARTITION BY a.doctor_id, a.starts_at) AS same_time,
             count(*) OVER (PARTITION BY r.key) AS same_key
        FROM scheduling.appointment a
        LEFT JOIN scheduling.booking_request r ON r.appointment_id = a.id
       WHERE a.status = 'BOOKED' AND a.doctor_id::text = ANY ($1)
      """;

  private final RestFixture hospital;
  private final Bookings bookings;

  public Truth(RestFixture hospital, Bookings bookings) {
    this.hospital = hospital;
    this.bookings = bookings;
  }

  /** What is booked just now: the starts, as the API writes them, by {@code doctor/day}. */
  Map<String, Set<String>> booked() {
    Map<String, Set<String>> starts = new HashMap<>();
    for (Row row : rows()) {
      String start = DaysAhead.at(row.getOffsetDateTime("starts_at").toInstant());
      String day = row.getString("doctor_id") + "/" + start.substring(0, 10);
      starts.computeIfAbsent(day, none -> new HashSet<>()).add(start);
    }
    return starts;
  }

  /**
   * Checks everything that was acknowledged; records in its phase what is missing or duplicated.
   *
   * @return bookings that exist without having been acknowledged
   */
  public List<String> check() {
    Map<String, Bookings.Acknowledged> missing = new HashMap<>(bookings.acknowledged());
    List<String> unpromised = new ArrayList<>();
    for (Row row : rows()) {
      var promised = bookings.acknowledged().get(row.getString("key"));
      if (promised == null) {
        unpromised.add(row.getString("id"));
        continue;
      }
      if (promised.appointmentId().equals(row.getString("id"))) {
        missing.remove(row.getString("key"));
      }
      if (row.getLong("same_time") > 1 || row.getLong("same_key") > 1) {
        promised.phase().bookedTwice();
      }
    }
    missing.values().forEach(lost -> lost.phase().bookingLost());
    return unpromised;
  }

  private Iterable<Row> rows() {
    return hospital.sql(BOOKED, (Object) bookings.doctors().toArray(String[]::new));
  }
}
