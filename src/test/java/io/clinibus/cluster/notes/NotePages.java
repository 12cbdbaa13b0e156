package io.clinibus.cluster.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.cluster.notes.NotePage.Kept;
import io.clinibus.platform.db.Rows;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Pages of several doctors, and what the clinic must keep of what they write. */
public final class NotePages {

  private static final int PATIENCE_SECONDS = 120;
  private static final int VISITS_OF_A_DOCTOR = 600;

  /** Visits of the last days, whose patients have arrived. */
  private static final String VISITS =
      """
      INSERT INTO scheduling.appointment
        (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since)
      SELECT gen_random_uuid(), $1, $2, starts, starts + interval '10 minutes',
             tstzrange(starts, starts + interval '10 minutes'), 'CHECKED_IN', now()
        FROM (SELECT now() - n * interval '10 minutes' AS starts FROM generate_series(1, $3) AS n) AS v
      RETURNING id
      """;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<NotePage> pages;

  /**
   * @param node where pages find the clinic
   */
  public NotePages(RestFixture clinic, Supplier<URI> node, int number, long seed) {
    pages = IntStream.range(0, number).mapToObj(i -> page(clinic, node, seed + i)).toList();
  }

  private NotePage page(RestFixture clinic, Supplier<URI> node, long seed) {
    String doctor = clinic.doctor(60, "09:00", "12:00");
    UUID patient = UUID.fromString(clinic.patient());
    Queue<String> visits =
        new ArrayDeque<>(
            Rows.list(
                clinic.sql(VISITS, UUID.fromString(doctor), patient, VISITS_OF_A_DOCTOR),
                row -> row.getUUID("id").toString()));
    return new NotePage(clinic.signedInDoctor(doctor), node, visits::remove, wrong::add, seed);
  }

  public void start() {
    pages.forEach(NotePage::open);
  }

  /** How long ago the oldest word was typed that is not acknowledged. */
  public Duration unsaved() {
    long now = System.nanoTime();
    return Duration.ofNanos(pages.stream().mapToLong(page -> page.unsaved(now)).max().orElse(0));
  }

  /** What is acknowledged of the notes that are written. */
  public Map<NotePage, Kept> kept() {
    Map<NotePage, Kept> kept = new LinkedHashMap<>();
    pages.forEach(
        page -> {
          Kept known = page.kept();
          if (known != null) {
            kept.put(page, known);
          }
        });
    return kept;
  }

  /** Waits until each page was answered after a moment. */
  public void awaitAnswers(long nanoTime) {
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(
            () ->
                !wrong.isEmpty()
                    || pages.stream().allMatch(page -> page.isAnsweredSince(nanoTime)));
    assertThat(wrong).as("unexpected answers").isEmpty();
  }

  /**
   * Fails if something is stored of a note that is less than what was acknowledged, or other text.
   */
  public void check(Map<NotePage, Kept> kept) {
    kept.forEach(NotePages::check);
  }

  private static void check(NotePage page, Kept kept) {
    Answer stored = page.stored(kept.note().encounterId());
    assertThat(stored.status()).isEqualTo(200);
    int words = kept.note().words(stored.text("/note/plan"));
    assertThat(words).as("words of " + stored.body()).isGreaterThanOrEqualTo(kept.words());
    if (kept.signed()) {
      assertThat(words).isEqualTo(kept.words());
      assertThat(stored.text("/status")).isEqualTo("FINISHED");
    }
  }

  /** Has each page sign its last note, and checks all that were signed. */
  public void finish() {
    pages.forEach(NotePage::stop);
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !wrong.isEmpty() || pages.stream().allMatch(NotePage::isDone));
    assertThat(wrong).as("unexpected answers").isEmpty();
    pages.forEach(page -> page.signed().forEach(note -> check(page, note)));
  }

  public int signed() {
    return pages.stream().map(NotePage::signed).mapToInt(Collection::size).sum();
  }

  public int saves() {
    return pages.stream().mapToInt(NotePage::saves).sum();
  }

  /** How often something had to be sent again. */
  public int again() {
    return pages.stream().mapToInt(NotePage::again).sum();
  }
}
