package io.clinibus.platform.sealing;

import static io.clinibus.testing.BusFixture.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.platform.db.Database;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that cannot open what is sealed does not start, and says which key it lacks. */
class SealingCheckIT {

  private static final String OLD = "an old secret of thirty-two characters";
  private static final String NEW = "a new secret of thirty-two characters.";

  private Vertx vertx;
  private URI database;
  private Pool pool;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestServers.newDatabase();
    pool = Database.pool(vertx, TestNode.settings(database).database());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void theFirstNodeSealsWhatOthersOpen() {
    check(OLD);
    assertThatCode(() -> check(OLD)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(NEW))
        .as("no patient has a key yet")
        .isInstanceOf(LostClinicKey.class)
        .hasMessageContaining(await(ClinicKeys.of(List.of(OLD)).current()))
        .hasMessageContaining("CLINIBUS_RECORDS_KEY");
  }

  @Test
  void aKeyThatHasWrappedASinglePatientsKeyIsMissed() {
    check(OLD);
    await(keys(OLD).ofNobody(UUID.randomUUID()));
    await(new KeyRotation(pool, ClinicKeys.of(List.of(NEW, OLD))).run(some -> {}));
    assertThatCode(() -> check(NEW)).doesNotThrowAnyException();
    await(keys(OLD, NEW).ofNobody(UUID.randomUUID()));
    assertThatThrownBy(() -> check(NEW)).isInstanceOf(LostClinicKey.class);
    assertThatCode(() -> check(NEW, OLD)).doesNotThrowAnyException();
  }

  @Test
  void aRestoredDatabaseWithoutTheBackupOfItsKeysIsReported() {
    check(OLD);
    await(keys(OLD).ofNobody(UUID.randomUUID()));
    await(pool.query("CREATE TABLE public.kept AS SELECT * FROM platform.patient_key").execute());
    await(pool.query("TRUNCATE platform.patient_key").execute());
    assertThatThrownBy(() -> check(OLD))
        .isInstanceOf(LostClinicKey.class)
        .hasMessageContaining("backup of the keys");
    await(pool.query("INSERT INTO platform.patient_key SELECT * FROM public.kept").execute());
    assertThatCode(() -> check(OLD))
        .as("nothing was made in their place")
        .doesNotThrowAnyException();
  }

  @Test
  void itWaitsForAConnection() {
    Pool narrow = pool(new PoolOptions().setMaxSize(1).setConnectionTimeoutUnit(MILLISECONDS));
    SqlConnection only = opened(narrow);
    Future<Void> checked = sealing(narrow, OLD).run();
    assertThatThrownBy(() -> await(narrow.getConnection()))
        .as("who asks after it is told the same")
        .hasMessageContaining("Timeout");
    await(only.close());
    await(checked);
  }

  /** On a busy machine it takes longer to open one than the pool lets wait for it. */
  private static SqlConnection opened(Pool pool) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(() -> await(pool.getConnection()), Objects::nonNull);
  }

  private Pool pool(PoolOptions options) {
    return PgBuilder.pool()
        .connectingTo(database.toString())
        .with(options.setConnectionTimeout(200))
        .using(vertx)
        .build();
  }

  @Test
  void aNodeSaysWhyItDoesNotStart() {
    check(OLD);
    Map<String, String> environment = new HashMap<>(ChildNode.production(database));
    environment.put("CLINIBUS_RECORDS_KEY", NEW);
    ChildNode node = ChildNode.launch(System.getProperty("java.class.path"), environment);
    assertThat(node.awaitExit()).isEqualTo(1);
    assertThat(node.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("clinibus: Keys of patients are wrapped by the clinic's key")
                    .contains(await(ClinicKeys.of(List.of(OLD)).current())))
        .noneMatch(line -> line.contains(OLD) || line.contains(NEW));
  }

  private void check(String... secrets) {
    await(sealing(pool, secrets).run());
  }

  private SealingCheck sealing(Pool asked, String... secrets) {
    return new SealingCheck(vertx, asked, ClinicKeys.of(List.of(secrets)), keys(secrets));
  }

  private PatientKeys keys(String... secrets) {
    return new PatientKeys(vertx, pool, ClinicKeys.of(List.of(secrets)));
  }
}
