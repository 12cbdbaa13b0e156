package io.clinibus.identity;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.RegistrationApi.ConfirmRegistration;
import io.clinibus.identity.api.RegistrationApi.Register;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.node.Modules;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.OffsetClock;
import io.clinibus.testing.QuickHasher;
import io.clinibus.testing.Registrations;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The identity domain alone over a real database, with a patients domain that only keeps names. */
public final class IdentityFixture implements AutoCloseable {

  public static final String PASSWORD = "violet kettle 7261";
  private static final AtomicInteger PEOPLE = new AtomicInteger();
  private static final int PATIENCE_SECONDS = 60;

  public final OffsetClock clock = new OffsetClock();
  public final CountingHasher hasher = new CountingHasher();
  public final CountingLimiter limiter = new CountingLimiter();
  public final BlockingQueue<SessionsRevoked> revoked = new LinkedBlockingQueue<>();
  public final NodeContext platform;
  public final Caller visitor;

  public IdentityFixture() {
    this(false);
  }

  /**
   * @param staffSecondFactor whether staff need a second factor
   */
  public IdentityFixture(boolean staffSecondFactor) {
    Settings settings =
        SettingsParts.with(
            new Settings.Factors(List.of(), staffSecondFactor),
            TestNode.settings(TestServers.newDatabase()));
    Vertx vertx = Vertx.vertx();
    Bus bus = Bus.open(vertx, Modules.ALL.messages(), clock, PostgresErrors::isUnreachable);
    Pool database = Database.pool(vertx, settings.database());
    Jobs jobs = new Jobs(vertx, new Metrics());
    platform =
        new NodeContext(
            Modules.ALL.list(),
            vertx,
            bus,
            database,
            database,
            new ChangeFeed(vertx, jobs, bus, database, clock),
            null,
            limiter,
            clock,
            settings,
            TestKey.patientKeys(vertx, database),
            jobs,
            new Metrics());
    visitor = Caller.visitor("test", "192.0.2.7", clock.instant().plus(Duration.ofDays(1000)));
    await(platform.bus().serve(PatientsApi.CREATE_PATIENT, this::createPatient));
    await(platform.bus().serve(PatientsApi.DELETE_PATIENT, this::deletePatient));
    await(platform.bus().serve(PatientsApi.CHECK_PATIENT, (asked, caller) -> done()));
    await(platform.bus().serve(PatientsApi.SET_CONFIRMED_EMAIL, (asked, caller) -> done()));
    await(platform.bus().subscribe(SessionsApi.SESSIONS_REVOKED, revoked::add));
    await(vertx.deployVerticle(new IdentityVerticle(platform, hasher)));
  }

  @Override
  public void close() {
    await(platform.vertx().close());
  }

  public <Q extends Record, R extends Record> R ask(Operation<Q, R> operation, Q request) {
    return ask(operation, request, visitor);
  }

  public <Q extends Record, R extends Record> R ask(
      Operation<Q, R> operation, Q request, Caller caller) {
    return await(platform.bus().request(operation, request, caller));
  }

  public <Q extends Record, R extends Record> Failure refusal(
      Operation<Q, R> operation, Q request) {
    return refusal(operation, request, visitor);
  }

  public <Q extends Record, R extends Record> Failure refusal(
      Operation<Q, R> operation, Q request, Caller caller) {
    return catchThrowableOfType(Failure.class, () -> ask(operation, request, caller));
  }

  /** A patient of their own, registered and signed in. */
  public SignedIn someone() {
    return registered(newEmail());
  }

  /** A registered patient who has entered the code in the mail. */
  public SignedIn registered(String email) {
    ask(RegistrationApi.REGISTER, registration(email));
    return ask(RegistrationApi.CONFIRM_REGISTRATION, confirmation(email));
  }

  /** The confirmation of the latest registration of an address. */
  public ConfirmRegistration confirmation(String email) {
    var codes = RegistrationCodes.read(platform.settings().signingKey());
    var code = Registrations.code(platform.database(), codes, email);
    return new ConfirmRegistration(code.registrationId(), code.code(), PASSWORD, null, null);
  }

  public static Register registration(String email) {
    return new Register(email, "Ada", "Lovelace", null, null, null);
  }

  public static String newEmail() {
    return "person" + PEOPLE.incrementAndGet() + "@example.org";
  }

  public SignedIn login(String email, String password) {
    return ask(SignInApi.LOGIN, new Login(email, password, null, null));
  }

  public SignedIn refresh(SignedIn signedIn) {
    return ask(SignInApi.REFRESH, new Refresh(signedIn.refreshToken(), null, null));
  }

  public Failure refreshRefusal(SignedIn signedIn) {
    return refusal(SignInApi.REFRESH, new Refresh(signedIn.refreshToken(), null, null));
  }

  public Caller as(User user) {
    return new Caller(
        user.id(),
        user.roles(),
        user.patientId(),
        user.doctorId(),
        "test",
        visitor.address(),
        visitor.deadline());
  }

  public Caller admin() {
    return new Caller(
        UUID.randomUUID(), Set.of(Role.ADMIN), null, null, "test", null, visitor.deadline());
  }

  public UUID newDoctor() {
    UUID department = UuidV7.next();
    UUID doctor = UuidV7.next();
    sql(
        "INSERT INTO directory.department (id, name) VALUES ($1, $2)",
        Tuple.of(department, department.toString()));
    sql(
        "INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)"
            + " VALUES ($1, $2, 'Gregory', 'House', 'Diagnostics')",
        Tuple.of(doctor, department));
    return doctor;
  }

  /** The templates of the mails that were requested to an address, in order. */
  public List<String> mails(String email) {
    List<String> templates = new ArrayList<>();
    sql(
            """
            SELECT payload ->> 'template' AS template FROM platform.outbox
            WHERE type = 'notifications.requested' AND payload ->> 'email' = $1 ORDER BY xid, id
            """,
            Tuple.of(email))
        .forEach(row -> templates.add(row.getString("template")));
    return templates;
  }

  /** The next revocation of a user's sessions; one of an earlier test may still arrive before. */
  public SessionsRevoked nextRevocation(UUID user) throws InterruptedException {
    SessionsRevoked next;
    do {
      next = revoked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } while (next != null && !next.userId().equals(user));
    return next;
  }

  public RowSet<Row> sql(String statement, Tuple parameters) {
    return await(platform.database().preparedQuery(statement).execute(parameters));
  }

  public long count(String statement) {
    return sql(statement, Tuple.tuple()).iterator().next().getLong(0);
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  private Future<Patient> createPatient(CreatePatient create, Caller caller) {
    PatientDetails details = create.details();
    UUID id = UuidV7.next();
    return platform
        .database()
        .preparedQuery(
            "INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, $2, $3)")
        .execute(Tuple.of(id, details.givenName(), details.familyName()))
        .map(
            rows ->
                new Patient(
                    id,
                    details.givenName(),
                    details.familyName(),
                    null,
                    null,
                    null,
                    null,
                    details.email(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    1));
  }

  private Future<NoContent> deletePatient(PatientsApi.DeletePatient delete, Caller caller) {
    return platform
        .database()
        .preparedQuery("UPDATE patients.patient SET deleted_at = now() WHERE id = $1")
        .execute(Tuple.of(delete.patientId()))
        .map(NoContent.DONE);
  }

  private static Future<NoContent> done() {
    return Future.succeededFuture(NoContent.DONE);
  }

  /** Counts the work that a comparison takes. */
  public static final class CountingHasher extends QuickHasher {

    public final AtomicInteger comparisons = new AtomicInteger();
    public final AtomicInteger hashes = new AtomicInteger();

    @Override
    public String hash(String password) {
      hashes.incrementAndGet();
      return super.hash(password);
    }

    @Override
    public boolean matches(String password, String phc) {
      comparisons.incrementAndGet();
      return super.matches(password, phc);
    }
  }

  /** Counts, and refuses only on demand. */
  public static final class CountingLimiter implements RateLimiter {

    public final Map<String, Integer> counts = new ConcurrentHashMap<>();
    public volatile boolean strict;

    @Override
    public Future<Decision> decide(Mode mode, Limit limit, String who) {
      String key = limit.name() + ":" + who;
      boolean allowed = !strict || counts.getOrDefault(key, 0) < limit.requests();
      int taken = counts.merge(key, mode == Mode.PEEK ? 0 : 1, Integer::sum);
      return Future.succeededFuture(
          new Decision(allowed, Math.max(0, limit.requests() - taken), Duration.ofMillis(89_500)));
    }
  }
}
