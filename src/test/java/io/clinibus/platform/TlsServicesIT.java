package io.clinibus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestAuthority;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.TestRedis;
import io.clinibus.testing.TestServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and Redis over TLS, with certificates of an authority of the clinic's own. */
class TlsServicesIT {

  @TempDir static Path folder;
  private static Settings.BusTls ours;
  private static Settings.BusTls theirs;
  private static EmbeddedPostgres postgres;
  private static TestRedis redis;

  @BeforeAll
  static void start() throws IOException {
    ours = TestAuthority.in(Files.createDirectory(folder.resolve("ours")));
    theirs = TestAuthority.in(Files.createDirectory(folder.resolve("theirs")));
    Files.setPosixFilePermissions(ours.key(), PosixFilePermissions.fromString("rw-------"));
    postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.one())
            .setPGStartupWait(Duration.ofMinutes(2))
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", ours.certificate().toString())
            .setServerConfig("ssl_key_file", ours.key().toString())
            .setLocaleConfig("locale", "C.UTF-8")
            .start();
    redis = TestRedis.startWithTls(ours);
  }

  @AfterAll
  static void stop() throws IOException {
    redis.stop();
    postgres.close();
  }

  @Test
  void bookingsAndRateLimitsWorkOverTls() {
    try (var clinic = RestFixture.open(settings(ours, ours), Clock.systemUTC())) {
      String doctor = clinic.doctor(30, "08:00", "16:00");
      Answer booked =
          clinic
              .admin()
              .post(
                  "/api/appointments",
                  Map.of(
                      "doctorId",
                      doctor,
                      "patientId",
                      clinic.patient(),
                      "start",
                      DaysAhead.at(DaysAhead.tuesday(), "10:00")));
      assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
      assertThat(
              clinic.sql(
                  """
                  SELECT FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
                  WHERE application_name = 'clinibus' AND NOT ssl
                  """))
          .isEmpty();
      Awaitility.await().until(() -> counters(clinic).size() > 0);
    }
  }

  /** Those that Redis has after a request; a node does not wait for a Redis that is slow. */
  private static Response counters(RestFixture clinic) {
    assertThat(clinic.admin().get("/api/departments").status()).isEqualTo(200);
    return BusFixture.await(
        clinic
            .node()
            .node()
            .platform()
            .redis()
            .send(Request.cmd(Command.KEYS).arg("clinibus:rate:*")));
  }

  @Test
  void aNodeDoesNotStartWithADatabaseOfAnotherAuthority() {
    assertThatThrownBy(() -> TestNode.start(settings(theirs, ours), Clock.systemUTC()))
        .hasStackTraceContaining("SSL error: PKIX path");
  }

  @Test
  void aNodeDoesNotStartWithARedisOfAnotherAuthority() {
    assertThatThrownBy(() -> TestNode.start(settings(ours, theirs), Clock.systemUTC()))
        .hasMessageContaining("Redis has a certificate that is not trusted");
  }

  @Test
  void aNodeDoesNotStartWithAServerOfAnotherName() {
    Settings here = settings(ours, ours);
    URI other = URI.create(here.database().url().toString().replace("127.0.0.1", "localhost"));
    var database = new Settings.Database(other, 1, here.database().authority());
    assertThatThrownBy(() -> TestNode.start(SettingsParts.with(database, here), Clock.systemUTC()))
        .hasStackTraceContaining("localhost could not be verified");
  }

  /** Settings that trust the given authorities. */
  private static Settings settings(Settings.BusTls database, Settings.BusTls cache) {
    URI url =
        URI.create(
            "postgresql://postgres:postgres@127.0.0.1:%d/%s?sslmode=verify-full"
                .formatted(postgres.getPort(), newDatabase()));
    return SettingsParts.with(
        new Settings.Database(url, 8, Optional.of(database.authority())),
        SettingsParts.with(
            new Settings.Redis(redis.url(), Optional.of(cache.authority())),
            TestNode.settings(TestServers.newDatabase())));
  }

  private static String newDatabase() {
    String name = "clinic_" + System.nanoTime();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
