package io.clinibus.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free slots, each with a patient without another appointment on that day, in random order. Each is
 * returned once.
 */
public final class FreeSlotSource {

  /**
   * @param start as the API writes it
   * @param freeAgain when the doctor can see the next patient
   * @param rules the version of the rules the slot was computed from
   */
  public record Opening(
      UUID doctor,
      UUID patient,
      String start,
      OffsetDateTime starts,
      OffsetDateTime ends,
      OffsetDateTime freeAgain,
      LocalDate day,
      long rules) {}

  private static final int RANGE_DAYS = 31;

  /** Beyond what the data set fills. */
  private static final int FIRST_DAY = 62;

  private static final int LAST_DAY = 720;

  /** More than a doctor can see in a day. */
  private static final int VISITS_A_DAY = 64;

  private record Doctor(UUID id, int bufferMinutes, long rules) {}

  private final BenchNodeProcess node;
  private final List<Doctor> doctors = new ArrayList<>();
  private final List<String> patients;
  private final Random random = new Random(4);
  private List<Opening> openings = List.of();
  private final AtomicInteger next = new AtomicInteger();
  private int day = FIRST_DAY;

  public FreeSlotSource(BenchServices clinic, BenchNodeProcess node, int count) throws SQLException {
    this.node = node;
    this.patients =
        clinic.column("SELECT id FROM patients.patient WHERE deleted_at IS NULL ORDER BY id");
    for (String row :
        clinic.column(
            """
            SELECT concat_ws(' ', c.doctor_id, c.buffer_min, p.version + c.version)
              FROM scheduling.calendar c, scheduling.policy p
             WHERE NOT c.closed ORDER BY c.doctor_id LIMIT %d
            """
                .formatted(count))) {
      String[] parts = row.split(" ");
      doctors.add(
          new Doctor(
              UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
    }
  }

  /** Has at least this many more to give, if there are so many. */
  public void provide(int wanted) throws IOException, InterruptedException {
    List<Opening> all = new ArrayList<>(openings.subList(given(), openings.size()));
    while (all.size() < wanted && day < LAST_DAY) {
      LocalDate from = LocalDate.now().plusDays(day);
      for (int i = 0; i < doctors.size(); i++) {
        read(i, from, from.plusDays(RANGE_DAYS - 1), all);
      }
      day += RANGE_DAYS;
    }
    Collections.shuffle(all, random);
    openings = all;
    next.set(0);
  }

  /** One that was not given before, or null if there are no more. */
  public Opening take() {
    int index = next.getAndIncrement();
    return index < openings.size() ? openings.get(index) : null;
  }

  public List<String> patients() {
    return patients;
  }

  private int given() {
    return Math.min(next.get(), openings.size());
  }

  private void read(int doctor, LocalDate from, LocalDate until, List<Opening> into)
      throws IOException, InterruptedException {
    Doctor who = doctors.get(doctor);
    JsonNode days =
        Json.MAPPER
            .readTree(
                node.get(
                    "/api/appointments/doctor/%s/available-slots?date=%s&until=%s"
                        .formatted(who.id(), from, until)))
            .path("days");
    for (JsonNode one : days) {
      LocalDate date = LocalDate.parse(one.path("date").asText());
      int visit = 0;
      for (JsonNode slot : one.path("slots")) {
        OffsetDateTime ends = OffsetDateTime.parse(slot.path("end").asText());
        into.add(
            new Opening(
                who.id(),
                patient(doctor, date, visit++),
                slot.path("start").asText(),
                OffsetDateTime.parse(slot.path("start").asText()),
                ends,
                ends.plusMinutes(who.bufferMinutes()),
                date,
                who.rules()));
      }
    }
  }

  /** Another for each visit of a day. */
  private UUID patient(int doctor, LocalDate date, int visit) {
    long number = date.toEpochDay() * 7919 + (long) doctor * VISITS_A_DAY + visit;
    return UUID.fromString(patients.get((int) (number % patients.size())));
  }
}
