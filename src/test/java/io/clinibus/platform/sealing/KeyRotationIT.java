package io.clinibus.platform.sealing;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.cli.CommandLine;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.KeyRotation.Share;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new key of the clinic, while the clinic works. */
class KeyRotationIT {

  private static final String OLD = "an old secret of thirty-two characters";
  private static final String NEW = "a new secret of thirty-two characters.";
  private static final int PATIENTS = Integer.getInteger("clinibus.test.keys", 1_700);
  private static final SealedPlace PLACE =
      new SealedPlace("records.encounter.note", UUID.randomUUID(), 1);

  private Vertx vertx;
  private URI database;
  private Pool pool;
  private List<UUID> patients;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestServers.newDatabase();
    pool = Database.pool(vertx, TestNode.settings(database).database());
    patients = new ArrayList<>();
    PatientKeys keys = keys(OLD);
    for (int i = 0; i < PATIENTS; i += 500) {
      List<UUID> some = new ArrayList<>();
      for (int j = i; j < Math.min(PATIENTS, i + 500); j++) {
        some.add(UUID.randomUUID());
      }
      await(insert(some).compose(inserted -> keys.of(some)));
      patients.addAll(some);
    }
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void allKeysAreWrappedAnewAndTheOldOneIsUseless() {
    byte[] sealed = await(keys(OLD).of(patients.get(7))).seal(PLACE, "text");
    List<WrappedKey> former = rows();
    AtomicLong told = new AtomicLong();
    await(rotation(NEW, OLD).run(told::addAndGet));
    assertThat(told).hasValue(PATIENTS);
    assertThat(await(rotation(NEW).shares())).containsExactly(new Share(id(NEW), PATIENTS));
    assertThat(await(keys(NEW).of(patients.get(7))).openText(PLACE, sealed)).isEqualTo("text");
    assertThatThrownBy(() -> await(keys(OLD).of(patients.get(7))))
        .isInstanceOf(UnknownClinicKey.class);
    assertThatThrownBy(() -> await(ClinicKeys.of(List.of(NEW)).unwrap(former)))
        .as("what a backup has")
        .isInstanceOf(UnknownClinicKey.class);
  }

  @Test
  void itGoesOnWhereItWasInterrupted() {
    AtomicLong told = new AtomicLong();
    assertThatThrownBy(
            () ->
                await(
                    rotation(NEW, OLD)
                        .run(
                            some -> {
                              if (told.addAndGet(some) > 900) {
                                throw new IllegalStateException("interrupted");
                              }
                            })))
        .hasMessage("interrupted");
    long before = told.get();
    assertThat(await(rotation(NEW).shares()))
        .containsExactlyInAnyOrder(
            new Share(id(NEW), before), new Share(id(OLD), PATIENTS - before));
    assertThat(await(keys(NEW, OLD).of(patients))).as("meanwhile").hasSize(PATIENTS);
    told.set(0);
    await(rotation(NEW, OLD).run(told::addAndGet));
    assertThat(told).hasValue(PATIENTS - before);
  }

  @Test
  void nodesReadAndMakeKeysMeanwhileAndErasedOnesStayDestroyed() {
    UUID erased = patients.get(3);
    AtomicBoolean done = new AtomicBoolean();
    Map<UUID, byte[]> sealed = new LinkedHashMap<>();
    Future<Void> work = write(keys(NEW, OLD), keys(OLD, NEW), sealed, done);
    Future<?> erasure =
        pool.preparedQuery(
                """
                UPDATE platform.patient_key
                   SET wrapped = NULL, wrapped_by = NULL, destroyed_at = now() WHERE patient_id = $1
                """)
            .execute(Tuple.of(erased));
    await(rotation(NEW, OLD).run(some -> {}));
    await(erasure);
    done.set(true);
    await(work);
    await(rotation(NEW, OLD).run(some -> {}));
    assertThat(sealed).isNotEmpty();
    PatientKeys now = keys(NEW);
    sealed.forEach(
        (patient, bytes) ->
            assertThat(await(now.of(patient)).openText(PLACE, bytes)).isEqualTo("text"));
    assertThatThrownBy(() -> await(now.of(erased))).hasMessageContaining("patient");
  }

  private Future<?> insert(List<UUID> some) {
    return pool.preparedQuery(
            """
            INSERT INTO patients.patient (id, given_name, family_name)
            SELECT id, 'A', id::text FROM unnest($1::uuid[]) AS id
            """)
        .execute(Tuple.of(some.toArray(UUID[]::new)));
  }

  /** Two nodes make keys for new patients and read others, one with the old order of keys. */
  private Future<Void> write(
      PatientKeys one, PatientKeys other, Map<UUID, byte[]> sealed, AtomicBoolean done) {
    if (done.get()) {
      return Future.succeededFuture();
    }
    UUID fresh = UUID.randomUUID();
    PatientKeys node = sealed.size() % 2 == 0 ? one : other;
    UUID known = patients.get(10 + sealed.size() * 7 % (patients.size() - 10));
    return insert(List.of(fresh))
        .compose(inserted -> Future.all(node.of(fresh), node.of(known)))
        .onSuccess(keys -> sealed.put(fresh, ((PatientKey) keys.resultAt(0)).seal(PLACE, "text")))
        .compose(next -> write(one, other, sealed, done));
  }

  @Test
  void theCommandShowsWhatItDoesAndNamesAKeyThatIsMissing() {
    var out = new ByteArrayOutputStream();
    assertThat(command(out, NEW)).isEqualTo(1);
    assertThat(text(out)).contains(id(OLD)).contains("CLINIBUS_RECORDS_KEY");
    out.reset();
    assertThat(command(out, NEW + "," + OLD)).isZero();
    assertThat(text(out))
        .contains(String.format("%,d keys by %s", PATIENTS, id(OLD)))
        .contains(String.format("of %,d", PATIENTS))
        .contains(String.format("%,d keys were rewrapped", PATIENTS))
        .doesNotContain(OLD)
        .doesNotContain(NEW);
    out.reset();
    assertThat(command(out, NEW)).isZero();
    assertThat(text(out)).contains("the current one").contains("0 keys were rewrapped");
  }

  private int command(ByteArrayOutputStream out, String keys) {
    Map<String, String> environment = new HashMap<>(ChildNode.production(database));
    environment.put("CLINIBUS_RECORDS_KEY", keys);
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new CommandLine(stream, stream).run(List.of("rotate-keys"), environment);
  }

  private static String text(ByteArrayOutputStream out) {
    String text = out.toString(StandardCharsets.UTF_8);
    if (Boolean.getBoolean("clinibus.test.show")) {
      System.out.println(text);
    }
    return text;
  }

  private List<WrappedKey> rows() {
    return await(
        pool.query("SELECT patient_id, wrapped_by, wrapped FROM platform.patient_key LIMIT 5")
            .execute()
            .map(rows -> Rows.list(rows, PatientKeys::wrapped)));
  }

  private KeyRotation rotation(String... secrets) {
    return new KeyRotation(pool, ClinicKeys.of(List.of(secrets)));
  }

  private PatientKeys keys(String... secrets) {
    return new PatientKeys(vertx, pool, ClinicKeys.of(List.of(secrets)));
  }

  private static String id(String secret) {
    return await(ClinicKeys.of(List.of(secret)).current());
  }
}
