package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.sun.management.ThreadMXBean;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SqlWatch;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a booking, a slot read and a record cost, counted and not timed: statements, bus messages
 * and bytes allocated. A bound fails when one of them grows, however fast the machine is.
 */
@Tag("exclusive")
class MemoryBudgetIT {

  /** Until frequent code is compiled, which allocates less. */
  private static final int WARM_UP = 500;

  private static final int COUNTED = 100;

  /**
   * How often the counted work is repeated. What the periodic jobs of the node and code that is not
   * compiled yet allocate comes on top by chance, so the least of these is the work's own.
   */
  private static final int REPETITIONS = 8;

  private static final int VISIT_MINUTES = 30;
  private static final LocalTime OPENS = LocalTime.of(8, 0);
  private static final int VISITS_A_DAY = 16;

  /** In bytes: half as much again, or more, as was measured when this was written. */
  private static final long MOST_FOR_A_BOOKING = 95_000;

  private static final long MOST_FOR_A_READ = 8_000;

  private static final Map<String, Object> REASON = Map.of("reason", "cough");
  private static final String BOOK = "scheduling.book(";
  private static final String READ_DAY = "SELECT k.doctor_id, k.day, ";

  private static SqlWatch watch;
  private static RestFixture hospital;
  private static RestClient receptionist;
  private static String patient;
  private static String doctor;
  private static int visits;

  /** A queue, which does not copy itself with each message: that would count as the booking's. */
  private static final Queue<String> MESSAGES = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void open() {
    watch = SqlWatch.over(TestServers.newDatabase());
    hospital = RestFixture.open(TestNode.settings(watch.url()), Clock.systemUTC());
    receptionist = hospital.receptionist();
    doctor = hospital.doctor(VISIT_MINUTES, OPENS.toString(), "16:00");
    patient = hospital.patient();
    hospital
        .node()
        .node()
        .platform()
        .vertx()
        .eventBus()
        .addOutboundInterceptor(
            sent -> {
              MESSAGES.add(sent.message().address());
              sent.next();
            });
  }

  @AfterAll
  static void close() {
    hospital.close();
    watch.close();
  }

  @Test
  void aBookingCostsOneStatementOneRequestAndOneEvent() {
    repeat(WARM_UP, MemoryBudgetIT::book);
    forget();
    repeat(COUNTED, MemoryBudgetIT::book);

    assertThat(statementsOfEach()).singleElement(STRING).contains(BOOK);
    assertThat(watch.executed()).filteredOn(sql -> sql.contains(BOOK)).hasSize(COUNTED);
    assertThat(messages("scheduling.")).hasSize(2 * COUNTED);
    assertThat(messages("scheduling.bookAppointment")).hasSize(COUNTED);
    assertThat(messages("scheduling.appointment-changed")).hasSize(COUNTED);
    assertThat(bytesOfEach(MemoryBudgetIT::book)).isLessThan(MOST_FOR_A_BOOKING);
  }

  @Test
  void aReasonCostsABookingNoFurtherStatementOnceThePatientHasAKey() {
    forget();
    patient = hospital.patient();
    book(REASON);
    assertThat(watch.executed())
        .filteredOn(sql -> sql.contains("platform.patient_key"))
        .as("looked for, made, read")
        .hasSize(3);
    forget();
    repeat(COUNTED, () -> book(REASON));

    assertThat(statementsOfEach()).singleElement(STRING).contains(BOOK);
    assertThat(watch.executed())
        .noneMatch(sql -> sql.contains("patient_key") || sql.contains("every_node_reads"));
  }

  @Test
  void aRecordCostsThreeStatementsOnceTheNodeKeepsItsKey() {
    book();
    RestClient reader = hospital.signedInDoctor(doctor);
    String path = "/api/patients/" + patient;
    Map<String, Object> smoking = Map.of("socialHistory", Map.of("smoking", "FORMER"));
    assertThat(reader.post(path + "/entries", smoking).status()).isEqualTo(201);
    for (String part : List.of("/chart", "/timeline")) {
      forget();
      repeat(COUNTED, () -> assertThat(reader.get(path + part).status()).isEqualTo(200));

      assertThat(statementsOfEach())
          .as("who reads, what is read, who has read it")
          .satisfiesExactlyInAnyOrder(
              before ->
                  assertThat(before)
                      .contains("patients.relation_by_rules", "has_opened", "records.changes"),
              read -> assertThat(read).contains("records.timeline"),
              audit -> assertThat(audit).contains("audit.new_entry"));
      assertThat(watch.executed())
          .filteredOn(sql -> sql.contains("audit.new_entry"))
          .as("an entry of each")
          .hasSize(COUNTED);
    }
  }

  @Test
  void aReadOfACachedDayCostsNoStatementAndNoMessage() {
    String path = slots(day(30));
    repeat(WARM_UP, () -> read(path, 200));
    forget();
    repeat(COUNTED, () -> read(path, 200));

    assertThat(statementsOfEach()).isEmpty();
    assertThat(messages("scheduling.")).isEmpty();
    assertThat(bytesOfEach(() -> read(path, 200))).isLessThan(MOST_FOR_A_READ);
  }

  @Test
  void aConditionalReadOfACachedDayCostsNoStatement() {
    String path = slots(day(31));
    String tag = read(path, 200).etag();
    repeat(WARM_UP, () -> read(path, 304, "If-None-Match", tag));
    forget();
    repeat(COUNTED, () -> read(path, 304, "If-None-Match", tag));

    assertThat(statementsOfEach()).isEmpty();
    assertThat(bytesOfEach(() -> read(path, 304, "If-None-Match", tag)))
        .isLessThan(MOST_FOR_A_READ);
  }

  @Test
  void aReadAfterABookingCostsOneStatement() {
    book();
    String path = slots(day((visits - 1) / VISITS_A_DAY));
    forget();
    read(path, 200);
    read(path, 200);

    assertThat(watch.executed()).filteredOn(sql -> sql.startsWith(READ_DAY)).hasSize(1);
  }

  // ---- what is done

  private static void book() {
    book(Map.of());
  }

  private static void book(Map<String, Object> more) {
    LocalTime time = OPENS.plusMinutes((long) visits % VISITS_A_DAY * VISIT_MINUTES);
    LocalDate day = day(visits / VISITS_A_DAY);
    visits++;
    Map<String, Object> wanted = new HashMap<>(more);
    wanted.put("doctorId", doctor);
    wanted.put("patientId", patient);
    wanted.put("start", DaysAhead.at(day, time.toString()));
    Answer booked =
        receptionist.post("/api/appointments", wanted, "Idempotency-Key", "cost-test-" + visits);
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
  }

  private static Answer read(String path, int expected, String... headers) {
    Answer answer = RestClient.visitor(hospital.url()).get(path, headers);
    assertThat(answer.status()).isEqualTo(expected);
    return answer;
  }

  private static String slots(LocalDate day) {
    return "/api/appointments/doctor/" + doctor + "/available-slots?date=" + day;
  }

  /** Working days, one after the other. */
  private static LocalDate day(int number) {
    return DaysAhead.tuesday().plusDays(number / 3 * 7L + number % 3);
  }

  private static void repeat(int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  // ---- what it cost

  private static void forget() {
    watch.forget();
    MESSAGES.clear();
  }

  /**
   * The statements that each of the {@link #COUNTED} requests executed. Those of periodic jobs are
   * executed once a second at most, so less often.
   */
  private static List<String> statementsOfEach() {
    return watch.executed().stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(statement -> statement.getValue() >= COUNTED / 2)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> messages(String address) {
    return MESSAGES.stream().filter(sent -> sent.startsWith(address)).toList();
  }

  /** Bytes that the event loops of this process allocate for one request, in the best case. */
  private static long bytesOfEach(Runnable request) {
    return LongStream.range(0, REPETITIONS)
            .map(repetition -> allocatedBy(() -> repeat(COUNTED, request)))
            .min()
            .orElseThrow()
        / COUNTED;
  }

  private static long allocatedBy(Runnable work) {
    long before = allocated();
    work.run();
    return allocated() - before;
  }

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("vert.x-eventloop-thread")) {
        sum += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return sum;
  }
}
