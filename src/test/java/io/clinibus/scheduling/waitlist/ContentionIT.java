package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fifty people who book with three doctors, cancel and join the waitlist at once, in a clinic of
 * which PostgreSQL has no statistics yet. Each of them goes on as soon as they have an answer.
 */
@Tag("exclusive")
@Tag("slow")
class ContentionIT {

  private static final int PEOPLE = 50;
  private static final int MOST_ENTRIES = 5;
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /**
   * Wide, as the people share the processors with the node and PostgreSQL; the figures are printed.
   */
  private static final long MOST_MILLIS = 500;

  private static final List<String> TIMES = List.of("09:00", "10:00", "11:00");

  private record Call(String operation, int status, long millis) {}

  @Test
  void fiftyPeopleAtOnceAreAnsweredWithoutFailuresAndWithoutLongWaits() throws Exception {
    try (RestFixture hospital = RestFixture.open(Clock.systemUTC())) {
      RestClient desk = hospital.receptionist();
      List<String> doctors =
          IntStream.range(0, 3).mapToObj(i -> hospital.doctor(60, "09:00", "12:00")).toList();
      List<String> patients = IntStream.range(0, PEOPLE).mapToObj(i -> hospital.patient()).toList();
      run(desk, doctors, patients, WARM_UP);
      List<Call> calls = run(desk, doctors, patients, TIME);
      report(calls);
      assertThat(calls).noneMatch(call -> call.status() >= 500);
      for (String operation : List.of("book", "cancel", "join", "accept", "leave")) {
        assertThat(percentile(of(calls, operation), 0.99)).as(operation).isLessThan(MOST_MILLIS);
      }
      assertThat(hospital.sql("SELECT FROM scheduling.waitlist_offer").size()).isGreaterThan(10);
    }
  }

  private static List<Call> run(
      RestClient desk, List<String> doctors, List<String> patients, Duration time)
      throws Exception {
    long end = System.nanoTime() + time.toNanos();
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    List<Callable<List<Call>>> tasks =
        patients.stream()
            .<Callable<List<Call>>>map(patient -> () -> new Person(desk, doctors, patient).act(end))
            .toList();
    List<Call> calls = new ArrayList<>();
    for (Future<List<Call>> person : people.invokeAll(tasks)) {
      calls.addAll(person.get());
    }
    people.shutdown();
    return calls;
  }

  private static final class Person {

    private final RestClient desk;
    private final List<String> doctors;
    private final String patient;
    private final Random random;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();

    Person(RestClient desk, List<String> doctors, String patient) {
      this.desk = desk;
      this.doctors = doctors;
      this.patient = patient;
      this.random = new Random(patient.hashCode());
    }

    /** Books and cancels, waits for a time that is taken, and answers offers. */
    List<Call> act(long end) {
      while (System.nanoTime() < end) {
        if (!entries.isEmpty() && random.nextBoolean()) {
          answerOffer(entries.remove(random.nextInt(entries.size())));
        } else {
          book();
        }
      }
      return calls;
    }

    private void book() {
      String doctor = doctors.get(random.nextInt(doctors.size()));
      LocalDate day = DaysAhead.tuesday().plusDays(random.nextInt(3));
      String start = DaysAhead.at(day, TIMES.get(random.nextInt(TIMES.size())));
      var wanted = Map.of("doctorId", doctor, "patientId", patient, "start", start);
      Answer booked = timed("book", "POST", "/api/appointments", wanted);
      if (booked.status() == 201) {
        cancel(booked);
      } else if (entries.size() < MOST_ENTRIES) {
        join(doctor, day);
      }
    }

    private void join(String doctor, LocalDate day) {
      var wanted =
          Map.of(
              "patientId", patient,
              "doctorId", doctor,
              "preferred", Map.of("from", day.toString(), "until", day.toString()));
      Answer joined = timed("join", "POST", "/api/waitlist", wanted);
      if (joined.status() == 201) {
        entries.add(joined.text("/id"));
      }
    }

    private void answerOffer(String entry) {
      Answer accepted = timed("accept", "POST", "/api/waitlist/" + entry + "/accept", Map.of());
      if (accepted.status() == 201) {
        cancel(accepted);
      } else if (random.nextInt(5) == 0) {
        timed("leave", "DELETE", "/api/waitlist/" + entry, null);
      } else {
        entries.add(entry);
      }
    }

    private void cancel(Answer booked) {
      timed("cancel", "DELETE", "/api/appointments/" + booked.text("/id"), null);
    }

    private Answer timed(String operation, String method, String path, Object body) {
      long begin = System.nanoTime();
      Answer answer = desk.send(method, path, body);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      calls.add(new Call(operation, answer.status(), millis));
      return answer;
    }
  }

  private static List<Call> of(List<Call> calls, String operation) {
    return calls.stream().filter(call -> call.operation().equals(operation)).toList();
  }

  private static long percentile(List<Call> calls, double share) {
    List<Long> sorted = calls.stream().map(Call::millis).sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1)));
  }

  private static void report(List<Call> calls) {
    for (String operation : List.of("book", "cancel", "join", "accept", "leave")) {
      List<Call> some = of(calls, operation);
      System.out.printf(
          "%-7s %6d answers, %6d done, p50 %4d ms, p99 %4d ms, max %4d ms%n",
          operation,
          some.size(),
          some.stream().filter(call -> call.status() < 300).count(),
          percentile(some, 0.5),
          percentile(some, 0.99),
          percentile(some, 1));
    }
  }
}
