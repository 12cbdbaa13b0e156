package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestHospital;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * People who book one time after the other, each with a key, and who ask again on another node when
 * a node does not answer: as browsers behind a load balancer do.
 */
final class BookingLoad {

  private static final int PEOPLE = 6;
  private static final int SLOTS_A_DAY = 180;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Set<Integer> TRY_AGAIN = Set.of(503, 504);

  /** The first of the three days on which people book. */
  static final LocalDate DAY = DaysAhead.tuesday();

  private final TestHospital hospital;
  private final RestClient reception;
  private final List<String> doctors;
  private final List<String> patients;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, String> wrong = new ConcurrentHashMap<>();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile List<URI> nodes;
  private volatile boolean stopped;
  private List<CompletableFuture<Void>> people = List.of();

  BookingLoad(TestHospital hospital) {
    this.hospital = hospital;
    this.reception = hospital.receptionist();
    this.doctors =
        IntStream.range(0, PEOPLE).mapToObj(i -> hospital.doctor(5, "08:00", "23:00")).toList();
    this.patients = IntStream.range(0, PEOPLE).mapToObj(i -> hospital.patient()).toList();
  }

  List<String> doctors() {
    return doctors;
  }

  /** Begins, or goes on with other nodes. */
  void on(List<URI> alive) {
    nodes = alive;
    if (people.isEmpty()) {
      people = IntStream.range(0, PEOPLE).mapToObj(person -> book(person, 0)).toList();
    }
  }

  int booked() {
    return acknowledged.size();
  }

  /** The longest that anybody waited from the first try until a booking was acknowledged. */
  Duration longestWait() {
    return Duration.ofNanos(longest.getAndSet(0));
  }

  /** Waits until everything that was begun is acknowledged, then looks for each of it. */
  void stopAndCheck() {
    stopped = true;
    people.forEach(CompletableFuture::join);
    assertThat(wrong.values().stream().limit(3)).isEmpty();
    assertThat(acknowledged).isNotEmpty();
    var found =
        hospital.sql(
            """
            SELECT r.key, a.id::text, a.status
              FROM scheduling.appointment a
              LEFT JOIN scheduling.booking_request r ON r.appointment_id = a.id
             WHERE a.doctor_id::text = ANY ($1)
            """,
            (Object) doctors.toArray(String[]::new));
    assertThat(found).as("none lost and none doubled").hasSize(acknowledged.size());
    found.forEach(
        row -> {
          assertThat(acknowledged.get(row.getString("key"))).isEqualTo(row.getString("id"));
          assertThat(row.getString("status")).isEqualTo("BOOKED");
        });
  }

  /** How many tries it took, for the record. */
  int tries() {
    return tries.get();
  }

  /** How many tries a node did not take, or broke off. */
  int refused() {
    return refused.get();
  }

  private CompletableFuture<Void> book(int person, int number) {
    if (stopped || number >= 3 * SLOTS_A_DAY) {
      return CompletableFuture.completedFuture(null);
    }
    return attempt(person, number, UUID.randomUUID().toString(), 0, System.nanoTime())
        .thenComposeAsync(done -> book(person, number + 1), later());
  }

  private CompletableFuture<Void> attempt(
      int person, int number, String key, int before, long began) {
    tries.incrementAndGet();
    List<URI> alive = nodes;
    RestClient client = reception.at(alive.get((person + number + before) % alive.size()));
    return client
        .sendAsync("POST", "/api/appointments", wish(person, number), "Idempotency-Key", key)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(this::unlessRefused)
        .thenCompose(
            answer -> {
              if (answer == null) {
                return CompletableFuture.runAsync(() -> {}, later())
                    .thenCompose(waited -> attempt(person, number, key, before + 1, began));
              }
              note(key, answer, System.nanoTime() - began);
              return CompletableFuture.completedFuture(null);
            });
  }

  /** The answer, or null where it has to be asked for again. */
  private Answer unlessRefused(Answer answer, Throwable lost) {
    boolean again = lost != null || TRY_AGAIN.contains(answer.status());
    if (again && !(lost instanceof TimeoutException)) {
      refused.incrementAndGet();
    }
    return again ? null : answer;
  }

  private void note(String key, Answer answer, long waited) {
    longest.accumulateAndGet(waited, Math::max);
    if (answer.status() == 201) {
      acknowledged.put(key, answer.text("/id"));
    } else {
      wrong.put(key, answer.status() + " " + answer.body());
    }
  }

  private Map<String, String> wish(int person, int number) {
    LocalTime time = LocalTime.of(8, 0).plusMinutes(5L * (number % SLOTS_A_DAY));
    return Map.of(
        "doctorId", doctors.get(person),
        "patientId", patients.get(person),
        "start", DaysAhead.at(DAY.plusDays(number / SLOTS_A_DAY), time.toString()));
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
