package io.clinibus.testing;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;

/** A node with doctors and patients, asked over the bus as the web layer would. */
public final class BusFixture implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final TestNode node;
  private final Clock clock;
  private final UUID department;

  private BusFixture(TestNode node, Clock clock, UUID department) {
    this.node = node;
    this.clock = clock;
    this.department = department;
  }

  /** A clinic in Europe/Berlin on a database of its own. */
  public static BusFixture open(Clock clock) {
    return open(TestNode.settings(TestServers.newDatabase()), clock);
  }

  /** A further node over the servers of another one; no bus connects them. */
  public static BusFixture beside(BusFixture other) {
    TestNode node = TestNode.start(other.platform().settings(), other.clock);
    return new BusFixture(node, other.clock, other.department);
  }

  /** A node over a database that has a clinic, such as a restored one. */
  public static BusFixture over(Settings settings, Clock clock) {
    return new BusFixture(TestNode.start(settings, clock), clock, null);
  }

  /** A clinic on a node with the given settings and an empty database. */
  public static BusFixture open(Settings settings, Clock clock) {
    var clinic = new BusFixture(TestNode.start(settings, clock), clock, UuidV7.next());
    clinic.sql(
        "INSERT INTO directory.department (id, name) VALUES ($1, 'Cardiology')", clinic.department);
    return clinic;
  }

  public UUID department() {
    return department;
  }

  public NodeContext platform() {
    return node.node().platform();
  }

  public TestNode node() {
    return node;
  }

  /** A doctor who sees patients 09:00-12:00 on weekdays, an hour each. */
  public UUID doctor() {
    return doctor(60, 0, weekdays("09:00", "12:00"));
  }

  public UUID doctor(int visitMinutes, int bufferMinutes, WeeklyWindow... windows) {
    UUID id = UuidV7.next();
    sql(
        """
        INSERT INTO directory.doctor (id, department_id, title, given_name, family_name, specialization)
        VALUES ($1, $2, 'Dr.', 'Sofia', 'Lindqvist', 'Cardiology')
        """,
        id,
        department);
    ask(
        AvailabilityApi.SET_AVAILABILITY,
        new SetAvailability(
            id,
            0,
            null,
            new AvailabilityDetails(visitMinutes, bufferMinutes, Arrays.asList(windows))),
        frontDesk());
    return id;
  }

  public static WeeklyWindow[] weekdays(String opens, String closes) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.getValue() <= 5)
        .map(day -> new WeeklyWindow(day, opens, closes, null, null))
        .toArray(WeeklyWindow[]::new);
  }

  public UUID patient() {
    UUID id = UuidV7.next();
    sql("INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, 'Ada', 'B')", id);
    return id;
  }

  /** A visit that is over, so that the doctor treats the patient; each on another day. */
  public void treat(UUID doctor, UUID patient) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT gen_random_uuid(), $1, $2, v.at, v.at + interval '1 hour',
               tstzrange(v.at, v.at + interval '1 hour'), 'COMPLETED'
          FROM (SELECT $3::timestamptz
                       - make_interval(days => 1 + (SELECT count(*)::int FROM scheduling.appointment)) AS at) AS v
        """,
        doctor,
        patient,
        now);
  }

  public Caller frontDesk() {
    return new Caller(
        new UUID(0, 1),
        Set.of(Role.RECEPTIONIST),
        null,
        null,
        "test-request",
        null,
        clock.instant().plusSeconds(PATIENCE_SECONDS));
  }

  public Caller admin() {
    return new Caller(
        new UUID(0, 2),
        Set.of(Role.ADMIN),
        null,
        null,
        "test-request",
        null,
        clock.instant().plusSeconds(PATIENCE_SECONDS));
  }

  public Caller asPatient(UUID patientId) {
    return new Caller(
        patientId,
        Set.of(Role.PATIENT),
        patientId,
        null,
        "test-request",
        null,
        clock.instant().plusSeconds(PATIENCE_SECONDS));
  }

  public Caller asDoctor(UUID doctorId) {
    return new Caller(
        doctorId,
        Set.of(Role.DOCTOR),
        null,
        doctorId,
        "test-request",
        null,
        clock.instant().plusSeconds(PATIENCE_SECONDS));
  }

  public <Q extends Record, R extends Record> Future<R> send(
      Operation<Q, R> operation, Q request, Caller caller) {
    return platform().bus().request(operation, request, caller);
  }

  public <Q extends Record, R extends Record> R ask(
      Operation<Q, R> operation, Q request, Caller caller) {
    return await(send(operation, request, caller));
  }

  /** The failure an operation is refused with. */
  public <Q extends Record, R extends Record> Failure refused(
      Operation<Q, R> operation, Q request, Caller caller) {
    return Assertions.catchThrowableOfType(Failure.class, () -> ask(operation, request, caller));
  }

  public RowSet<Row> sql(String sql, Object... values) {
    return await(
        platform().database().preparedQuery(sql).execute(Tuple.from(Arrays.asList(values))));
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in time", e);
    }
  }

  /** The answers to all. */
  public static <T> List<T> all(List<Future<T>> futures) {
    return await(Future.all(futures).map(done -> done.<T>list()));
  }

  /** {@code OK}, or the code of the failure. */
  public static Future<String> outcome(Future<?> attempt) {
    return attempt
        .map("OK")
        .recover(
            cause ->
                cause instanceof Failure failure
                    ? Future.succeededFuture(failure.code().name())
                    : Future.failedFuture(cause));
  }

  @Override
  public void close() {
    node.close();
  }
}
