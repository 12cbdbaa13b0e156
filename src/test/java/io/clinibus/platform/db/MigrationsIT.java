package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.settings.Settings;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations of databases of this release, of earlier and of later ones. */
@Tag("slow")
class MigrationsIT {

  private static final Path SCRIPTS = Path.of("src/main/resources/db/migration");

  /** The history that release 0.1.0 leaves: what it applied may never change. */
  private static final List<String> RELEASE_0_1_0 =
      List.of(
          "1 platform -2086135763",
          "2 directory -1200444748",
          "3 patients 1383325728",
          "4 identity 102662527",
          "5 scheduling -1007872545",
          "6 booking -2063467220",
          "7 waitlist 1216576510",
          "8 notifications -702202346");

  private static final String HISTORY =
      """
      SELECT coalesce(version || ' ', '') || description || ' ' || checksum
        FROM flyway_schema_history ORDER BY installed_rank
      """;

  private static final String ROWS =
      """
      INSERT INTO directory.department (id, name) VALUES (md5('g')::uuid, 'Surgery');
      INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)
      VALUES (md5('d')::uuid, md5('g')::uuid, 'Ada', 'Byron', 'Surgery');
      INSERT INTO scheduling.calendar (doctor_id) VALUES (md5('d')::uuid);
      INSERT INTO patients.patient (id, given_name, family_name)
      VALUES (md5('p')::uuid, 'Jo', 'March');
      SELECT scheduling.book(md5('a')::uuid, md5('p')::uuid, md5('p')::uuid, md5('d')::uuid,
        '2031-05-05 08:00Z', '2031-05-05 09:00Z', '2031-05-05 09:00Z', ARRAY['2031-05-05'::date],
        2, 'cough', 'key', 'print', '2031-05-01', NULL);
      SELECT scheduling.join_waitlist(md5('e')::uuid, md5('p')::uuid, NULL, md5('g')::uuid, NULL,
        NULL, NULL, NULL, NULL, '', 5, '2031-05-01');
      SELECT scheduling.take_turn('waitlist', '2031-05-01', interval '30 seconds')
      """;

  /** The appointment's id: {@code md5('a')}. */
  private static final String BOOKED = "0cc175b9-c0f1-b6a8-31c3-99e269772661";

  /**
   * Statements that read all rows of a table, after its name, with the columns that it has now; of
   * all tables except turns and the history of migrations.
   */
  private static final String READS =
      """
      SELECT format($read$SELECT '%1$s ' || coalesce(string_agg(x, ' ' ORDER BY x), '')
                           FROM (SELECT ROW(%2$s)::text AS x FROM %1$s) AS rows$read$,
                    t.oid::regclass, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum))
        FROM pg_class t
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE t.relkind = 'r' AND t.relnamespace::regnamespace::text IN
               ('directory', 'patients', 'identity', 'scheduling', 'notifications', 'platform')
         AND t.relname <> 'turn'
       GROUP BY t.oid ORDER BY t.oid::regclass::text
      """;

  private static final String DEFINITIONS =
      """
      SELECT pg_get_functiondef(f.oid) FROM pg_proc f
       WHERE f.pronamespace::regnamespace::text IN
               ('platform', 'directory', 'patients', 'scheduling', 'notifications')
      UNION ALL
      SELECT v.oid::regclass || pg_get_viewdef(v.oid) FROM pg_class v
       WHERE v.relkind = 'v' AND v.relnamespace::regnamespace::text IN
               ('directory', 'patients', 'scheduling')
       ORDER BY 1
      """;

  @TempDir Path folder;

  @Test
  void aDatabaseOfTheFirstReleaseIsUpgradedAndLosesNothing() throws Exception {
    URI database = TestServers.emptyDatabase();
    migrateFlat(database, name -> name.matches("V[1-8]__.+"));
    assertThat(column(database, HISTORY)).isEqualTo(RELEASE_0_1_0);
    execute(database, ROWS);
    List<String> reads = column(database, READS);
    List<String> before = contents(database, reads);

    migrate(database);
    assertThat(contents(database, reads)).isEqualTo(before).hasSizeGreaterThan(20);
    assertThat(column(database, "SELECT name || due FROM platform.turn"))
        .containsExactly("scheduling.waitlist2031-05-01 00:00:30+00");
    assertThat(column(database, DEFINITIONS))
        .isEqualTo(column(TestServers.newDatabase(), DEFINITIONS));

    List<String> history = column(database, HISTORY);
    assertThat(history).startsWith(RELEASE_0_1_0.toArray(String[]::new));
    migrate(database);
    assertThat(column(database, HISTORY)).isEqualTo(history);
  }

  @Test
  void dueMailsOfTheFirstReleaseAreStillDue() throws Exception {
    URI database = TestServers.emptyDatabase();
    migrateFlat(database, name -> name.matches("V[1-8]__.+"));
    execute(database, ROWS);
    execute(database, "UPDATE patients.patient SET email = 'jo@example.org'");
    execute(
        database,
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, payload, due_at, created_at)
        SELECT '1', 1, md5('p')::uuid, 'CANCELLED',
               payload || '{"version": 7, "kind": "CANCELLED"}', now(), now()
          FROM platform.outbox WHERE type = 'scheduling.appointment-changed'
        """);
    migrate(database);
    assertThat(
            column(
                database,
                """
                SELECT concat_ws(' ', kind, key, useful_until, payload ->> 'doctorName')
                  FROM notifications.delivery ORDER BY kind
                """))
        .containsExactly(
            "BOOKED scheduling/appointment:%s:1 2031-05-05 09:00:00+00 Ada Byron".formatted(BOOKED),
            "CANCELLED scheduling/appointment:%s:7 2031-05-05 09:00:00+00 Ada Byron"
                .formatted(BOOKED));
  }

  @Test
  void nodesOfTheFirstReleaseShareTheTurns() throws Exception {
    URI database = TestServers.newDatabase();
    String pause = "('%s', '2031-05-01', interval '30 seconds')";
    String earlier = "SELECT scheduling.take_turn" + pause.formatted("waitlist");
    String current = "SELECT platform.take_turn" + pause.formatted("scheduling.waitlist");
    assertThat(column(database, earlier)).containsExactly("t");
    assertThat(column(database, current)).containsExactly("f");
    assertThat(column(database, earlier)).containsExactly("f");
  }

  @Test
  void nodesThatStartConcurrentlyApplyEachMigrationOnce() throws Exception {
    URI database = TestServers.emptyDatabase();
    CompletableFuture<?>[] nodes =
        IntStream.range(0, 4)
            .mapToObj(node -> CompletableFuture.runAsync(() -> migrate(database)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(nodes).join();
    assertThat(column(database, HISTORY)).doesNotHaveDuplicates();
    assertThat(column(database, DEFINITIONS))
        .isEqualTo(column(TestServers.newDatabase(), DEFINITIONS));
  }

  @Test
  void migrationsOfDomainsAreAppliedOutOfOrder() throws Exception {
    URI database = TestServers.emptyDatabase();
    migrateFlat(
        database,
        name ->
            name.matches("V.+")
                && !name.matches(
                    "V8.+|V20261129_2.+|V20261130_4.+|V20261203_1.+|V20261215_1.+|V20261220_2.+"
                        + "|V20261224_74.+"));
    migrate(database);
    assertThat(column(database, "SELECT name FROM platform.outbox_reader"))
        .containsExactly("notifications");
  }

  @Test
  void aDatabaseOfALaterReleaseIsRefused() throws Exception {
    for (String version : List.of("99990101.1", "7.5")) {
      URI database = TestServers.newDatabase();
      history(database, "'" + version + "', 'new table', 'SQL', 4711");
      assertThatThrownBy(() -> migrate(database))
          .isInstanceOf(SchemaTooNew.class)
          .hasMessageContaining("schema " + version + ", this release knows 2026");
    }
  }

  @Test
  void aFunctionReplacedByALaterReleaseIsNotReverted() throws Exception {
    URI database = TestServers.newDatabase();
    String function = "SELECT prosrc FROM pg_proc WHERE proname = 'tell_entry'";
    execute(
        database,
        "CREATE OR REPLACE FUNCTION scheduling.tell_entry(entry scheduling.waitlist_entry)"
            + " RETURNS jsonb LANGUAGE sql AS $$ SELECT NULL::jsonb $$");
    history(database, "NULL, 'scheduling events', 'SQL', 4711");
    assertThatThrownBy(() -> migrate(database))
        .isInstanceOf(SchemaTooNew.class)
        .hasMessageContaining("replaced repeatable migration: R__scheduling_events.sql");
    assertThat(column(database, function)).containsExactly(" SELECT NULL::jsonb ");
  }

  @Test
  void aScriptAddedByALaterReleaseIsIgnored() throws Exception {
    URI database = TestServers.newDatabase();
    history(database, "NULL, 'billing published', 'SQL', 4711");
    migrate(database);
    assertThat(column(database, HISTORY)).endsWith("billing published 4711");
  }

  /** While scripts are applied they may name what a later one defines. */
  @Test
  void everyFunctionIsValid() throws Exception {
    URI database = TestServers.newDatabase();
    List<String> functions =
        column(
            database,
            """
            SELECT pg_get_functiondef(oid) FROM pg_proc
             WHERE pronamespace::regnamespace::text IN ('platform', 'scheduling')
            """);
    assertThat(functions).hasSizeGreaterThan(30);
    for (String function : functions) {
      execute(database, function);
    }
  }

  /** Indexes and stored columns would keep results of the replaced function. */
  @Test
  void noStoredDataDependsOnAFunctionThatIsReplaced() throws Exception {
    List<String> dependedOn =
        column(
            TestServers.newDatabase(),
            """
            SELECT DISTINCT refobjid::regproc::text FROM pg_depend
             WHERE refclassid = 'pg_proc'::regclass AND refobjid >= 16384
               AND classid IN ('pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass)
               AND refobjid::regproc::text ~ '^(platform|directory|patients|scheduling)'
            """);
    assertThat(dependedOn).contains("platform.fold", "patients.phone_key");
    String scripts = String.join("\n", scripts("R__"));
    for (String function : dependedOn) {
      assertThat(scripts).doesNotContain("FUNCTION " + function + "(");
    }
  }

  private static List<String> contents(URI database, List<String> reads) throws Exception {
    List<String> tables = new ArrayList<>();
    for (String read : reads) {
      tables.addAll(column(database, read));
    }
    return tables;
  }

  private static void migrate(URI database) {
    Database.migrate(new Settings.Database(database, 1));
  }

  /** As earlier releases kept them: all in one folder. */
  private void migrateFlat(URI database, Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".sql")).toList()) {
        if (wanted.test(file.getFileName().toString())) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    Flyway.configure()
        .dataSource(jdbc(database), "postgres", "postgres")
        .locations("filesystem:" + folder)
        .load()
        .migrate();
  }

  private static List<String> scripts(String prefix) throws IOException {
    List<String> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      for (Path file :
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList()) {
        scripts.add(Files.readString(file));
      }
    }
    return scripts;
  }

  private static void history(URI database, String migration) throws SQLException {
    execute(
        database,
        """
        INSERT INTO flyway_schema_history
          (installed_rank, version, description, type, checksum, script, installed_by,
           execution_time, success)
        SELECT max(installed_rank) + 1, %s, '', '', 0, true FROM flyway_schema_history
        """
            .formatted(migration));
  }

  private static String jdbc(URI database) {
    return "jdbc:postgresql://127.0.0.1:" + database.getPort() + database.getPath();
  }

  private static void execute(URI database, String sql) throws SQLException {
    try (Connection connection = Database.connect(new Settings.Database(database, 1));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> column(URI database, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = Database.connect(new Settings.Database(database, 1));
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }
}
