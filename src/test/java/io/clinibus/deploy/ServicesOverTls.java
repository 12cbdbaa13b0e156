package io.clinibus.deploy;

import io.clinibus.testing.TestMailServer;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.TestRedis;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, Redis and a mail server, empty, with passwords and over TLS only. */
final class ServicesOverTls implements AutoCloseable {

  private final EmbeddedPostgres postgres;
  private final TestRedis redis;
  private final TestMailServer mails;
  private final int redisPort;

  /** Starts them with the options and certificates of the compose file. */
  ServicesOverTls(ComposeFile file, Path secrets, String mailPassword)
      throws IOException, SQLException, GeneralSecurityException {
    this.postgres = postgres(file.command("postgres"), secrets.resolve("postgres"));
    this.redisPort = TestPorts.one();
    this.redis = TestRedis.start(redisPort, redis(file.command("redis"), secrets.resolve("redis")));
    this.mails =
        TestMailServer.start(PemTls.server(secrets.resolve("mail")), "clinibus", mailPassword);
  }

  int postgresPort() {
    return postgres.getPort();
  }

  int redisPort() {
    return redisPort;
  }

  TestMailServer mails() {
    return mails;
  }

  /** Statements of a superuser. */
  void sql(String statements) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (String each : statements.split(";\\s*")) {
        statement.execute(each);
      }
    }
  }

  @Override
  public void close() throws IOException {
    mails.close();
    redis.stop();
    postgres.close();
  }

  private static EmbeddedPostgres postgres(List<String> command, Path tls)
      throws IOException, SQLException {
    var builder =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.one())
            .setPGStartupWait(Duration.ofMinutes(2))
            .setLocaleConfig("locale", "C.UTF-8");
    command.stream()
        .filter(word -> !word.equals("-c"))
        .map(word -> word.replace("=/tls/", "=" + tls + "/").split("="))
        .forEach(setting -> builder.setServerConfig(setting[0], setting[1]));
    EmbeddedPostgres postgres = builder.start();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      try (var file = statement.executeQuery("SHOW hba_file")) {
        file.next();
        Files.writeString(
            Path.of(file.getString(1)),
            """
            host postgres postgres 127.0.0.1/32 trust
            hostssl all all 127.0.0.1/32 scram-sha-256
            """);
      }
      statement.execute("SELECT pg_reload_conf()");
    }
    return postgres;
  }

  /** The options of the command as lines of a configuration file. */
  private List<String> redis(List<String> command, Path tls) {
    List<String> lines = new ArrayList<>();
    for (String option : command.subList(1, command.size())) {
      lines.add(
          option.substring(2).replace(" /tls/", " " + tls + "/").replace("6379", "" + redisPort));
    }
    return lines;
  }
}
