package io.clinibus.bench.load;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.platform.UuidV7;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Booked appointments at times that the doctors offer, in random order. Each is returned once. */
public final class VisitSource {

  public record Visit(UUID id, FreeSlotSource.Opening opening) {}

  private static final int ROWS = 1_000;

  private final BenchServices clinic;
  private final FreeSlotSource openings;
  private final AtomicInteger next = new AtomicInteger();
  private List<Visit> visits = List.of();

  public VisitSource(BenchServices clinic, FreeSlotSource openings) {
    this.clinic = clinic;
    this.openings = openings;
  }

  /** Replaces the appointments by this many new ones. */
  public void provide(int wanted) throws IOException, InterruptedException, SQLException {
    openings.provide(wanted);
    List<Visit> booked = new ArrayList<>();
    FreeSlotSource.Opening opening = openings.take();
    while (opening != null && booked.size() < wanted) {
      booked.add(new Visit(UuidV7.next(), opening));
      opening = openings.take();
    }
    Set<String> inserted = new HashSet<>();
    for (int i = 0; i < booked.size(); i += ROWS) {
      inserted.addAll(insert(booked.subList(i, Math.min(booked.size(), i + ROWS))));
    }
    clinic.execute("ANALYZE scheduling.appointment", "CHECKPOINT");
    visits = booked.stream().filter(visit -> inserted.contains(visit.id().toString())).toList();
    next.set(0);
  }

  /** One that was not given before, or null if there are no more. */
  public Visit take() {
    int index = next.getAndIncrement();
    return index < visits.size() ? visits.get(index) : null;
  }

  /** The ids of those inserted: the node may have offered some of the times to the waitlist. */
  private List<String> insert(List<Visit> some) throws SQLException {
    String rows =
        String.join(
            ",",
            some.stream()
                .map(
                    visit ->
                        "('%s'::uuid,'%s'::uuid,'%s'::uuid,'%s'::timestamptz,'%s'::timestamptz,'%s'::timestamptz)"
                            .formatted(
                                visit.id(),
                                visit.opening().doctor(),
                                visit.opening().patient(),
                                visit.opening().starts(),
                                visit.opening().ends(),
                                visit.opening().freeAgain()))
                .toList());
    return clinic.column(
        """
        INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT id, doctor, patient, starts, ends, tstzrange(starts, free_again), 'BOOKED'
          FROM (VALUES %s) AS v (id, doctor, patient, starts, ends, free_again)
        ON CONFLICT DO NOTHING RETURNING id
        """
            .formatted(rows));
  }
}
