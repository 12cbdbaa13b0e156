package io.clinibus.testing;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient.Answer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A node used over REST only, with an administrator to set it up. */
public final class RestFixture implements AutoCloseable {

  private static final String HASH = new QuickHasher().hash(RestClient.PASSWORD);

  private final TestNode node;
  private final URI url;
  private final Pool database;
  private final RestClient admin;
  private final Map<String, String> doctors = new ConcurrentHashMap<>();
  private final AtomicInteger people = new AtomicInteger();
  private final String departmentId;

  private RestFixture(TestNode node, URI url, Pool database) {
    this.node = node;
    this.url = url;
    this.database = database;
    account("admin@example.org", "ADMIN");
    this.admin = RestClient.signedIn(url(), "admin@example.org", RestClient.PASSWORD);
    this.departmentId =
        created(admin.post("/api/departments", Map.of("name", "Cardiology"))).text("/id");
  }

  public static RestFixture open(Clock clock) {
    return open(TestNode.settings(TestServers.newDatabase()), clock);
  }

  /** A hospital on a node with the given settings and an empty database. */
  public static RestFixture open(Settings settings, Clock clock) {
    return open(settings, clock, Optional.empty());
  }

  /**
   * @param mails what the node's mailbox shows
   */
  public static RestFixture open(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    return on(TestNode.start(settings, clock, mails));
  }

  /** The hospital of a node that runs already, over an empty database. */
  public static RestFixture on(TestNode node) {
    return new RestFixture(node, node.url(), node.node().platform().database());
  }

  /** The hospital of a node in another JVM, over an empty database. It has no {@link #node}. */
  public static RestFixture at(URI url, Pool database) {
    return new RestFixture(null, url, database);
  }

  public URI url() {
    return url;
  }

  public TestNode node() {
    return node;
  }

  public RestClient admin() {
    return admin;
  }

  public RestClient receptionist() {
    return invited("RECEPTIONIST");
  }

  /** A doctor who sees patients on weekdays between the given times. */
  public String doctor(int visitMinutes, String opens, String closes) {
    String id =
        created(
                admin.post(
                    "/api/doctors",
                    Map.of(
                        "givenName", "Sofia",
                        "familyName", "Lindqvist",
                        "departmentId", departmentId,
                        "specialization", "Cardiology")))
            .text("/id");
    List<Map<String, String>> windows =
        Arrays.stream(DayOfWeek.values())
            .limit(5)
            .map(day -> Map.of("weekday", day.name(), "opens", opens, "closes", closes))
            .toList();
    Map<String, Object> hours = new HashMap<>();
    hours.put("visitMinutes", visitMinutes);
    hours.put("windows", windows);
    Answer set = admin.put("/api/doctors/" + id + "/availability", hours, "If-Match", "\"0\"");
    if (set.status() != 200) {
      throw new AssertionError(set.body().toString());
    }
    return id;
  }

  /** A doctor, signed in; the first time with an account that is invited and accepted. */
  public RestClient signedInDoctor(String doctorId) {
    String email = doctors.computeIfAbsent(doctorId, this::doctorsAccount);
    return RestClient.signedIn(url(), email, RestClient.PASSWORD);
  }

  private String doctorsAccount(String doctorId) {
    String email = "doctor" + people.incrementAndGet() + "@example.org";
    String link =
        created(
                admin.post(
                    "/api/users",
                    Map.of(
                        "email",
                        email,
                        "name",
                        "Sofia Lindqvist",
                        "roles",
                        List.of("DOCTOR"),
                        "doctorId",
                        doctorId)))
            .text("/link");
    String token = link.substring(link.indexOf("#token=") + "#token=".length());
    admin.post("/api/auth/invitation", Map.of("token", token, "password", RestClient.PASSWORD));
    return email;
  }

  /** A user with one role. */
  public RestClient invited(String role) {
    String email = "staff" + people.incrementAndGet() + "@example.org";
    account(email, role);
    return RestClient.signedIn(url(), email, RestClient.PASSWORD);
  }

  /** A type of visits that all doctors of a department offer to patients. */
  public String visitType(String departmentId, int minutes) {
    return created(
            admin.post(
                "/api/visit-types",
                Map.of(
                    "name",
                    "Check-up",
                    "minutes",
                    minutes,
                    "departmentIds",
                    List.of(departmentId),
                    "bookableByPatients",
                    true,
                    "discreet",
                    false,
                    "colour",
                    "BLUE",
                    "active",
                    true)))
        .text("/id");
  }

  /** A patient without an account. */
  public String patient() {
    return created(admin.post("/api/patients", Map.of("givenName", "Ada", "familyName", "Byron")))
        .text("/id");
  }

  public RowSet<Row> sql(String sql, Object... values) {
    return BusFixture.await(database.preparedQuery(sql).execute(Tuple.from(List.of(values))));
  }

  @Override
  public void close() {
    node.close();
  }

  private void account(String email, String role) {
    sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash)
        VALUES ($1, $2, $2, ARRAY[$3], $4)
        """,
        UUID.randomUUID(),
        email,
        role,
        HASH);
  }

  private static Answer created(Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer;
  }
}
