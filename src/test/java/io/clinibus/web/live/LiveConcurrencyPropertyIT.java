package io.clinibus.web.live;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.of;
import static io.clinibus.web.live.LiveFixture.frontDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Appointments change at random while bus messages are lost at random, and clients' frames are
 * lost, doubled and delayed, and their connections break. Afterwards every page is right, for a
 * thousand random courses of events. About a hundred happen at once, each on a doctor's day of its
 * own.
 */
@Tag("slow")
class LiveConcurrencyPropertyIT {

  private static final int TRIES = 12;
  private static final int AT_ONCE = 200;
  private static final int THREADS = 8;
  private static final int DESKS = 15;

  /** A node that is busy may refuse a step, which then does not happen. */
  private static final Set<Integer> BUSY = Set.of(503, 504);

  private static final List<String> TIMES = List.of("09:00", "10:00", "11:00", "12:00");

  private static LiveFixture live;
  private static RestClient reception;
  private static final List<RestClient> desks = new ArrayList<>();
  private static ExecutorService threads;
  private static final List<String> doctors = new ArrayList<>();
  private static final List<String> patients = new ArrayList<>();
  private static LocalDate nextDay = DaysAhead.tuesday();

  /** Shorter once something is wrong, so that smaller and smaller courses can be tried. */
  private static Duration patience = Duration.ofSeconds(30);

  enum Kind {
    BOOK,
    CANCEL,
    MOVE,
    HOLD,
    RELEASE,
    LEAVE,
    RECONNECT,
    LOSE_BUS_MESSAGES,
    HEAR_BUS_MESSAGES
  }

  /** Every kind as often as it is to happen. */
  private static final List<Kind> FREQUENT =
      List.of(
          Kind.BOOK,
          Kind.BOOK,
          Kind.BOOK,
          Kind.BOOK,
          Kind.BOOK,
          Kind.BOOK,
          Kind.HOLD,
          Kind.HOLD,
          Kind.HOLD,
          Kind.CANCEL,
          Kind.CANCEL,
          Kind.MOVE,
          Kind.MOVE,
          Kind.RECONNECT,
          Kind.RECONNECT,
          Kind.RELEASE,
          Kind.LEAVE,
          Kind.LOSE_BUS_MESSAGES,
          Kind.HEAR_BUS_MESSAGES);

  /**
   * One thing that happens.
   *
   * @param pick which visit, and where to; of a connection, its luck
   */
  record Step(Kind kind, String time, int pick) {}

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
    reception = live.hospital.receptionist();
    for (int i = 0; i < DESKS; i++) {
      desks.add(live.hospital.receptionist());
    }
    threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < AT_ONCE; i++) {
      doctors.add(live.hospital.doctor(60, "09:00", "14:00"));
      patients.add(live.hospital.patient());
    }
  }

  @AfterAll
  static void close() {
    threads.shutdown();
    live.close();
  }

  @Test
  void everyPageConvergesToTheTrueState() {
    Property.check(
        TRIES,
        draw -> {
          List<List<Step>> courses = draw.from(courses());
          nextDay = nextDay.plusWeeks(1);
          var day = new Day(nextDay);
          try {
            day.run(courses);
            day.settle(courses.size());
          } catch (ConditionTimeoutException | AssertionError e) {
            patience = Duration.ofSeconds(5);
            throw e;
          } finally {
            live.loseMessages(false);
            day.clients.values().forEach(LiveClient::close);
          }
        });
  }

  static Generator<List<List<Step>>> courses() {
    Generator<Step> steps =
        choices ->
            new Step(
                of(FREQUENT).generate(choices),
                of(TIMES).generate(choices),
                integers(0, 1_000).generate(choices));
    return lists(lists(steps, 0, 12), 1, AT_ONCE);
  }

  /** A day on which everything happens at once. */
  private static final class Day {

    private final LocalDate date;
    private final String board;
    private final Map<String, LivePage> pages = new ConcurrentHashMap<>();
    private final Map<String, LiveClient> clients = new ConcurrentHashMap<>();

    Day(LocalDate date) {
      this.date = date;
      String department = reception.get("/api/doctors/" + doctors.get(0)).text("/departmentId");
      this.board = "department/" + department + "/" + date;
    }

    void run(List<List<Step>> courses) {
      connect(board, courses.hashCode());
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < courses.size(); i++) {
        all.add(course(i, courses.get(i)));
      }
      try {
        for (Future<Void> course : threads.invokeAll(all)) {
          course.get();
        }
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    private Callable<Void> course(int number, List<Step> steps) {
      return () -> {
        List<String> visits = new ArrayList<>();
        connect(topic(number), number);
        steps.forEach(step -> take(step, number, visits));
        return null;
      };
    }

    private void take(Step step, int number, List<String> visits) {
      switch (step.kind()) {
        case BOOK -> book(step, number, visits);
        case CANCEL -> visit(visits, step).forEach(reception::delete);
        case MOVE -> visit(visits, step).forEach(visit -> move(visit, step));
        case HOLD -> hold(step, number);
        case RELEASE -> releaseOne(step, number);
        case LEAVE ->
            reception.post(
                "/api/doctors/" + doctors.get(number) + "/availability/exceptions",
                Map.of("kind", "LEAVE", "start", at("13:00"), "end", at("14:00")));
        case RECONNECT -> connect(step.pick() % 20 == 0 ? board : topic(number), step.pick());
        case LOSE_BUS_MESSAGES -> live.loseMessages(true);
        case HEAR_BUS_MESSAGES -> live.loseMessages(false);
      }
    }

    private void book(Step step, int number, List<String> visits) {
      var booked =
          reception.post(
              "/api/appointments",
              Map.of(
                  "doctorId", doctors.get(number),
                  "patientId", patients.get(number),
                  "start", at(step.time())));
      if (booked.status() == 201) {
        visits.add("/api/appointments/" + booked.text("/id"));
      }
    }

    private void hold(Step step, int number) {
      desk(number)
          .post("/api/holds", Map.of("doctorId", doctors.get(number), "start", at(step.time())));
    }

    private void releaseOne(Step step, int number) {
      JsonNode holds = desk(number).get("/api/holds").body().path("items");
      if (!holds.isEmpty()) {
        String id = holds.get(step.pick() % holds.size()).path("id").asText();
        desk(number).delete("/api/holds/" + id);
      }
    }

    /** Each holds a few only. */
    private static RestClient desk(int number) {
      return desks.get(number % desks.size());
    }

    private static Collection<String> visit(List<String> visits, Step step) {
      return visits.isEmpty() ? List.of() : List.of(visits.get(step.pick() % visits.size()));
    }

    private void move(String visit, Step step) {
      Answer current = reception.get(visit);
      if (!BUSY.contains(current.status())) {
        reception.put(
            visit,
            Map.of("start", at(step.time()), "doctorId", doctors.get(step.pick() % AT_ONCE)),
            "If-Match",
            current.etag());
      }
    }

    /** A connection over a bad network; the one before is gone. */
    private void connect(String topic, long luck) {
      LiveClient client = LiveClient.connect(live.clients, live.url(), badNetwork(luck));
      if (topic.equals(board)) {
        client.authenticate(reception.token());
      }
      LiveClient before = clients.put(topic, client);
      if (before != null) {
        before.close();
      }
      client.resume(pages.computeIfAbsent(topic, LivePage::new));
    }

    /** The clients compare versions until nothing is missing. */
    void settle(int courses) {
      Awaitility.await()
          .atMost(patience)
          .until(
              () -> {
                clients.values().forEach(LiveClient::ping);
                return pages.values().stream().allMatch(Day::isRight);
              });
      Map<String, Set<String>> taken = starts("TAKEN");
      Map<String, Set<String>> held = starts("HELD");
      for (int i = 0; i < courses; i++) {
        LivePage page = pages.get(topic(i));
        assertThat(shown(page, "TAKEN")).isEqualTo(taken.getOrDefault(doctors.get(i), Set.of()));
        assertThat(shown(page, "HELD")).isEqualTo(held.getOrDefault(doctors.get(i), Set.of()));
      }
    }

    private static boolean isRight(LivePage page) {
      return page.isKnown() && page.data().equals(live.fresh(page.topic(), frontDesk()));
    }

    /** What PostgreSQL has, asked past every cache: starts by doctor. */
    private Map<String, Set<String>> starts(String state) {
      Map<String, Set<String>> starts = new HashMap<>();
      for (Row row :
          live.hospital.sql(
              """
              SELECT doctor_id::text, to_char(starts_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI') AS at
                FROM scheduling.appointment
               WHERE status NOT IN ('CANCELLED', 'NO_SHOW')
                 AND CASE status WHEN 'HELD' THEN 'HELD' ELSE 'TAKEN' END = $2
                 AND (starts_at AT TIME ZONE 'Europe/Berlin')::date = $1
              """,
              date,
              state)) {
        starts
            .computeIfAbsent(row.getString("doctor_id"), first -> new TreeSet<>())
            .add(at(row.getString("at")));
      }
      return starts;
    }

    private String topic(int number) {
      return "slots/" + doctors.get(number) + "/" + date;
    }

    private String at(String time) {
      return DaysAhead.at(date, time);
    }
  }

  private static UnaryOperator<List<JsonNode>> badNetwork(long seed) {
    Random luck = new Random(seed);
    List<JsonNode> held = new ArrayList<>();
    return arrived ->
        switch (luck.nextInt(8)) {
          case 0 -> List.of();
          case 1 -> List.of(arrived.get(0), arrived.get(0));
          case 2 -> {
            held.addAll(arrived);
            yield List.of();
          }
          default -> {
            List<JsonNode> all = new ArrayList<>(arrived);
            all.addAll(held);
            held.clear();
            yield all;
          }
        };
  }

  private static Set<String> shown(LivePage page, String state) {
    Set<String> starts = new TreeSet<>();
    page.data()
        .path("items")
        .fields()
        .forEachRemaining(
            item -> {
              if (item.getValue().path("state").asText().equals(state)) {
                starts.add(item.getKey());
              }
            });
    return starts;
  }
}
