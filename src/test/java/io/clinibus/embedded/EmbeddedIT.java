package io.clinibus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.platform.db.Database;
import io.clinibus.settings.Services;
import io.clinibus.settings.Settings;
import io.clinibus.testing.ChildNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One data folder, lived through as an operator does: started, restarted, killed, shared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class EmbeddedIT {

  @TempDir static Path home;
  private Path data;

  @BeforeAll
  void aFirstRun() {
    data = home.resolve("clinic data, it's ours");
    EmbeddedServices.start(data).close();
  }

  @AfterAll
  void noProcessIsLeftRunning() throws Exception {
    assertThat(Postmaster.find(data.resolve("postgres"))).isEmpty();
    assertThat(data.resolve("redis.pid")).doesNotExist();
  }

  @Test
  void committedDataSurvivesARestartOnTheSamePortWithTheSamePassword() throws Exception {
    URI first;
    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      first = services.services().database();
      execute(first, "CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (42)");
    }
    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      assertThat(services.services().database()).isEqualTo(first);
      assertThat(query(first, "SELECT x FROM kept")).isEqualTo("42");
      execute(first, "DROP TABLE kept"); // a node migrates no database with tables of others
    }
  }

  @Test
  void postgresIsDurableAndRequiresAPassword() throws Exception {
    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      URI url = services.services().database();
      assertThat(query(url, "SHOW fsync")).isEqualTo("on");
      assertThat(query(url, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(url, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(query(url, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(url, "SELECT datlocale FROM pg_database WHERE datname = 'clinibus'"))
          .isEqualTo("C.UTF-8");
      String stranger = "jdbc:postgresql://127.0.0.1:" + url.getPort() + "/clinibus";
      assertThatThrownBy(() -> DriverManager.getConnection(stranger, "clinibus", "guess").close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void secretsAreReadableByTheirOwnerOnly() throws Exception {
    for (String secret : new String[] {"postgres.password", "signing-key.pem", "redis.conf"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))))
          .as(secret)
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(data.resolve("signing-key.pem"))).contains("BEGIN PRIVATE KEY");
  }

  @Test
  void mailCatcherAndRedisAnswer() throws Exception {
    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      Services found = services.services();
      assertThat(greeting(found.mail())).startsWith("220");
      assertThat(services.mail().mails()).isEmpty();
      assertThat(redis(found.redis(), "PING")).isEqualTo("-NOAUTH Authentication required.");
      String password = found.redis().getUserInfo().substring(1);
      assertThat(redis(found.redis(), "AUTH " + password)).isEqualTo("+OK");
    }
  }

  @Test
  void afterAKillTheNextStartHasTheCommittedData() throws Exception {
    ChildNode killed = ChildNode.launch(Map.of(), "--data=" + data, "--demo=false");
    killed.url();
    URI url = databaseUrl();
    execute(url, "CREATE TABLE acknowledged (x int)", "INSERT INTO acknowledged VALUES (7)");
    killed.kill();
    Postmaster orphan = Postmaster.find(data.resolve("postgres")).orElseThrow();
    assertThat(orphan.process().isAlive()).isTrue();

    try (ChildNode next = ChildNode.launch(Map.of(), "--data=" + data, "--demo=false")) {
      next.url();
      assertThat(query(url, "SELECT x FROM acknowledged")).isEqualTo("7");
      assertThat(Postmaster.find(data.resolve("postgres")).orElseThrow().process().pid())
          .isEqualTo(orphan.process().pid());
    }
    assertThat(orphan.process().isAlive()).isFalse();
  }

  @Test
  void anOrphanedServerWithOtherSettingsIsReplaced() throws Exception {
    ChildNode killed = ChildNode.launch(Map.of(), "--data=" + data, "--demo=false");
    killed.url();
    killed.kill();
    Path configuration = data.resolve("postgres/postgresql.auto.conf");
    Files.writeString(configuration, Files.readString(configuration) + "# of an earlier release\n");
    long orphan = Postmaster.find(data.resolve("postgres")).orElseThrow().process().pid();

    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      assertThat(query(services.services().database(), "SELECT 1")).isEqualTo("1");
      assertThat(Postmaster.find(data.resolve("postgres")).orElseThrow().process().pid())
          .isNotEqualTo(orphan);
    }
  }

  @Test
  void aPidFileOfAnotherProgramDoesNotPreventAStart() throws Exception {
    Files.writeString(
        data.resolve("postgres/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + data.resolve("postgres") + "\n1700000000\n5432\n");

    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      assertThat(query(services.services().database(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aSecondNodeOnTheSameFolderIsRefused() throws Exception {
    try (EmbeddedServices services = EmbeddedServices.start(data)) {
      ChildNode second = ChildNode.launch(Map.of(), "--data=" + data);

      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.lines())
          .singleElement()
          .asString()
          .contains("is in use by another node (process " + ProcessHandle.current().pid() + ")");
      assertThat(query(services.services().database(), "SELECT 1")).isEqualTo("1");
    }
  }

  private URI databaseUrl() throws IOException {
    String password = Files.readString(data.resolve("postgres.password"));
    int port = Postmaster.find(data.resolve("postgres")).orElseThrow().port();
    return URI.create("postgresql://clinibus:" + password + "@127.0.0.1:" + port + "/clinibus");
  }

  private static void execute(URI url, String... commands) throws SQLException {
    try (Connection connection = Database.connect(new Settings.Database(url, 1));
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static String query(URI url, String sql) throws SQLException {
    try (Connection connection = Database.connect(new Settings.Database(url, 1));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String greeting(URI server) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      return new String(socket.getInputStream().readNBytes(3));
    }
  }

  private static String redis(URI server, String command) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write((command + "\r\n").getBytes());
      var answer =
          new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream()));
      return answer.readLine();
    }
  }
}
