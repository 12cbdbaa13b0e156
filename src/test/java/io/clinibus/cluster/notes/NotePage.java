package io.clinibus.cluster.notes;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A doctor's page that writes and signs one note after another, and saves as the app does: 2.5 s
 * after the first word that is not saved, again after a failure, and it knows its own text when the
 * answer to a save was lost.
 */
final class NotePage {

  private static final long SAVED_AFTER = Duration.ofMillis(2_500).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration TOKEN_RENEWED_AFTER = Duration.ofMinutes(10);
  private static final int FEWEST_WORDS = 10;
  private static final int MORE_WORDS = 30;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int UNAUTHORIZED = 401;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int SERVER_ERROR = 500;

  /** What it knows that the clinic keeps: so many words of a note. */
  record Kept(TypedNote note, int words, boolean signed) {}

  private final Supplier<URI> node;
  private final Supplier<String> visits;
  private final Consumer<String> wrong;
  private final Random random;
  private final List<Kept> signed = new ArrayList<>();
  private final List<Integer> unanswered = new ArrayList<>();
  private RestClient doctor;
  private long renewed = System.nanoTime();
  private long answered = renewed;
  private String visit;
  private TypedNote note;
  private String version = "\"0\"";
  private int kept;
  private int notes;
  private int saves;
  private int again;
  private boolean stopping;
  private boolean done;

  /**
   * @param visits gives visits to treat
   * @param wrong receives answers that no page should get
   */
  NotePage(
      RestClient doctor,
      Supplier<URI> node,
      Supplier<String> visits,
      Consumer<String> wrong,
      long seed) {
    this.doctor = doctor;
    this.node = node;
    this.visits = visits;
    this.wrong = wrong;
    this.random = new Random(seed);
  }

  synchronized void open() {
    if (stopping) {
      done = true;
      return;
    }
    if (visit == null) {
      visit = visits.get();
    }
    var wanted = Map.of("kind", "VISIT", "appointmentId", visit);
    send("POST", "/api/encounters", wanted, this::opened, this::open);
  }

  private void opened(Answer answer) {
    if (answer.status() != CREATED) {
      wrong(answer);
      return;
    }
    int words = FEWEST_WORDS + random.nextInt(MORE_WORDS);
    note = new TypedNote(answer.text("/id"), notes++, System.nanoTime(), words);
    kept(answer, 0);
  }

  private synchronized void save() {
    int words = note.typed(System.nanoTime());
    unanswered.add(words);
    send("PUT", path("/note"), note.content(words), answer -> saved(answer, words), this::save);
  }

  private void saved(Answer answer, int words) {
    if (answer.status() == OK) {
      saves++;
      kept(answer, words);
    } else if (answer.status() == PRECONDITION_FAILED) {
      read(this::met, this::save);
    } else {
      wrong(answer);
    }
  }

  private void kept(Answer answer, int words) {
    version = answer.etag();
    kept = words;
    unanswered.clear();
    answered = System.nanoTime();
    if (kept == note.words()) {
      sign();
    } else {
      after(note.typedAt(kept) + SAVED_AFTER - answered, this::save);
    }
  }

  /** The answer to a save was lost: what is stored is what was sent. */
  private void met(Answer stored) {
    int words = note.words(stored.text("/note/plan"));
    if (stored.status() == OK && unanswered.contains(words)) {
      kept(stored, words);
    } else {
      wrong(stored);
    }
  }

  private synchronized void sign() {
    send("POST", path("/signature"), Map.of(), this::signed, this::sign);
  }

  private void signed(Answer answer) {
    if (answer.status() == CONFLICT || answer.status() == PRECONDITION_FAILED) {
      read(this::finished, this::sign);
    } else {
      finished(answer);
    }
  }

  private void finished(Answer stored) {
    if (stored.status() != OK || !"FINISHED".equals(stored.text("/status"))) {
      wrong(stored);
      return;
    }
    signed.add(new Kept(note, kept, true));
    answered = System.nanoTime();
    note = null;
    visit = null;
    open();
  }

  private void read(Consumer<Answer> then, Runnable otherwise) {
    send("GET", path(""), null, then, otherwise);
  }

  private void wrong(Answer answer) {
    wrong.accept(answer.http().request().uri() + " " + answer.status() + " " + answer.body());
  }

  /**
   * @param otherwise what is done in a second if there is no answer, or one that helps to try again
   */
  private void send(
      String method, String path, Object body, Consumer<Answer> then, Runnable otherwise) {
    renew();
    doctor
        .at(node.get())
        .within(PATIENCE)
        .sendAsync(method, path, body, "If-Match", version)
        .whenComplete((answer, lost) -> heard(answer, then, otherwise));
  }

  private synchronized void heard(Answer answer, Consumer<Answer> then, Runnable otherwise) {
    if (answer == null || answer.status() == UNAUTHORIZED || answer.status() >= SERVER_ERROR) {
      again++;
      after(TimeUnit.SECONDS.toNanos(1), otherwise);
    } else {
      then.accept(answer);
    }
  }

  private void renew() {
    long now = System.nanoTime();
    if (now - renewed > TOKEN_RENEWED_AFTER.toNanos()) {
      renewed = now;
      CompletableFuture.supplyAsync(() -> doctor.at(node.get()).again()).thenAccept(this::renewed);
    }
  }

  private synchronized void renewed(RestClient signedIn) {
    doctor = signedIn;
  }

  private static void after(long nanos, Runnable step) {
    CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS).execute(step);
  }

  private String path(String part) {
    return "/api/encounters/" + note.encounterId() + part;
  }

  /** What the clinic has acknowledged of the note that is written; null between two notes. */
  synchronized Kept kept() {
    return note == null ? null : new Kept(note, kept, false);
  }

  /** How long ago the first word was typed that is not acknowledged, in nanoseconds. */
  synchronized long unsaved(long nanoTime) {
    return note == null || note.typed(nanoTime) <= kept ? 0 : nanoTime - note.typedAt(kept);
  }

  /** Whether something was acknowledged since a moment. */
  synchronized boolean isAnsweredSince(long nanoTime) {
    return answered - nanoTime > 0;
  }

  /** How an encounter is stored. */
  Answer stored(String encounterId) {
    RestClient present;
    synchronized (this) {
      present = doctor;
    }
    return present.at(node.get()).get("/api/encounters/" + encounterId);
  }

  /** Ends when the present note is signed. */
  synchronized void stop() {
    stopping = true;
  }

  synchronized boolean isDone() {
    return done;
  }

  synchronized List<Kept> signed() {
    return List.copyOf(signed);
  }

  synchronized int saves() {
    return saves;
  }

  synchronized int again() {
    return again;
  }
}
