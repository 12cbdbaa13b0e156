package io.clinibus.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * People who book at a fixed rate, whatever becomes of those before them. Whom a node does not
 * answer, or answers with 503, asks again with the same key on another node, as a browser behind a
 * balancer does. Now and then two want the same time at the same moment, on two nodes.
 */
public final class Bookings implements AutoCloseable {

  private static final int DOCTORS = 25;
  private static final int CONTESTED_EVERY = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 800;
  private static final int PATIENCE_SECONDS = 60;
  private static final int TAKEN = 409;
  private static final Set<Integer> TRY_AGAIN = Set.of(503, 504);

  /** Is notified of a booking as soon as it is acknowledged. */
  public interface Listener {
    void acknowledged(Visit visit, long nanoTime);
  }

  private final Balancer balancer;
  private final Chronicle chronicle;
  private final RestClient reception;
  private final List<String> doctors;
  private final List<String> patients;
  private final List<String> rivals;
  private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, String> wrong = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> ticks;
  private int number;

  /**
   * The acknowledged bookings.
   *
   * @param phase in which it was
   */
  record Acknowledged(String appointmentId, Phase phase) {}

  public Bookings(RestFixture hospital, Balancer balancer, Chronicle chronicle) {
    this.balancer = balancer;
    this.chronicle = chronicle;
    this.reception = hospital.receptionist().within(PATIENCE);
    this.doctors =
        IntStream.range(0, DOCTORS)
            .mapToObj(
                i ->
                    hospital.doctor(Visit.MINUTES, Visit.OPENS.toString(), Visit.CLOSES.toString()))
            .toList();
    this.patients = doctors.stream().map(doctor -> hospital.patient()).toList();
    this.rivals = doctors.stream().map(doctor -> hospital.patient()).toList();
  }

  List<String> doctors() {
    return doctors;
  }

  /** By key. */
  Map<String, Acknowledged> acknowledged() {
    return acknowledged;
  }

  /** Answers that no client should get. */
  public List<String> wrong() {
    return List.copyOf(wrong.values());
  }

  /** Begins. */
  public void start(int perSecond, Listener listener) {
    long interval = TimeUnit.SECONDS.toMicros(1) / perSecond;
    ticks = timer.scheduleAtFixedRate(() -> next(listener), 0, interval, TimeUnit.MICROSECONDS);
  }

  /** Begins nothing more, and waits for what was begun. */
  public void stop() {
    assertThat(ticks.isDone()).as("the load ended by itself").isFalse();
    timer.shutdown();
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> underWay.get() == 0);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void next(Listener listener) {
    Visit visit = Visit.number(number, doctors, patients);
    URI node = balancer.next(null);
    var wish = new Wish(visit, listener, number % CONTESTED_EVERY == 0);
    wish.ask(node);
    if (wish.contested) {
      String rival = rivals.get(number % DOCTORS);
      new Wish(visit.of(rival), listener, true).ask(balancer.next(node));
    }
    number++;
  }

  /** One booking, from the first try until it is acknowledged. */
  private final class Wish {
    private final Visit visit;
    private final Listener listener;
    private final boolean contested;
    private final Phase began = chronicle.now();
    private final long beganNanos = System.nanoTime();
    private int pause = FIRST_PAUSE_MILLIS;

    Wish(Visit visit, Listener listener, boolean contested) {
      this.visit = visit;
      this.listener = listener;
      this.contested = contested;
      underWay.incrementAndGet();
    }

    void ask(URI node) {
      reception
          .at(node)
          .sendAsync("POST", "/api/appointments", visit.body(), "Idempotency-Key", visit.key())
          .whenComplete((answer, lost) -> answered(node, answer, lost));
    }

    private void answered(URI node, Answer answer, Throwable lost) {
      if (lost != null || TRY_AGAIN.contains(answer.status())) {
        chronicle.now().triedAgain(isSilence(lost));
        CompletableFuture.delayedExecutor(pause(), TimeUnit.MILLISECONDS)
            .execute(() -> ask(balancer.next(node)));
        return;
      }
      if (answer.status() == 201) {
        long now = System.nanoTime();
        acknowledged.put(visit.key(), new Acknowledged(answer.text("/id"), chronicle.now()));
        chronicle.now().acknowledged();
        chronicle.since(began, phase -> phase.waited(now - beganNanos));
        listener.acknowledged(visit, now);
      } else if (!contested || answer.status() != TAKEN) {
        wrong.put(visit.key(), answer.status() + " " + answer.body());
      }
      underWay.decrementAndGet();
    }

    private static boolean isSilence(Throwable lost) {
      return lost != null && lost.getCause() instanceof HttpTimeoutException;
    }

    /** Longer each time, and never exactly the same. */
    private long pause() {
      int longest = pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      return longest / 2 + ThreadLocalRandom.current().nextInt(longest / 2);
    }
  }
}
