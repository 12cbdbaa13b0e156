package io.clinibus.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.platform.db.Database;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of patients in PostgreSQL, and what they seal. */
class PatientKeysIT {

  private static final String OLD = "an old secret of thirty-two characters";
  private static final String NEW = "a new secret of thirty-two characters.";
  private static final String COLUMN = "records.encounter.note";

  private static Vertx vertx;
  private static Pool pool;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    URI database = TestServers.newDatabase();
    pool = Database.pool(vertx, TestNode.settings(database).database());
  }

  @AfterAll
  static void close() {
    BusFixture.await(vertx.close());
  }

  @Test
  void nodesShareThePatientsKey() {
    UUID patient = patient();
    var place = new SealedPlace(COLUMN, UUID.randomUUID(), 1);
    byte[] sealed = key(keys(OLD), patient).seal(place, "Angina pectoris");
    assertThat(new String(sealed)).doesNotContain("Angina");
    assertThat(key(keys(OLD), patient).openText(place, sealed)).isEqualTo("Angina pectoris");
  }

  @Test
  void sealedBytesOpenInTheirPlaceOnly() {
    UUID patient = patient();
    UUID row = UUID.randomUUID();
    PatientKeys keys = keys(OLD);
    PatientKey key = key(keys, patient);
    byte[] sealed = key.seal(new SealedPlace(COLUMN, row, 1), "text");
    for (var place :
        List.of(
            new SealedPlace("records.encounter.plan", row, 1),
            new SealedPlace(COLUMN, UUID.randomUUID(), 1),
            new SealedPlace(COLUMN, row, 2))) {
      assertThatThrownBy(() -> key.open(place, sealed)).isInstanceOf(UnreadableSeal.class);
    }
    assertThatThrownBy(() -> key(keys, patient()).open(new SealedPlace(COLUMN, row, 1), sealed))
        .isInstanceOf(UnreadableSeal.class);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> key.open(new SealedPlace(COLUMN, row, 1), sealed))
        .isInstanceOf(UnreadableSeal.class);
  }

  @Test
  void oneKeyIsMadeForAPatientWhoeverAsksFirst() {
    UUID patient = patient();
    var one = keys(OLD).of(patient);
    var other = keys(OLD).of(patient);
    var place = new SealedPlace(COLUMN, patient, 0);
    byte[] sealed = BusFixture.await(one).seal(place, "text");
    assertThat(BusFixture.await(other).openText(place, sealed)).isEqualTo("text");
  }

  @Test
  void aFormerKeyOfTheClinicUnwrapsAndAnUnknownOneDoesNot() {
    UUID patient = patient();
    var place = new SealedPlace(COLUMN, patient, 0);
    byte[] sealed = key(keys(OLD), patient).seal(place, "text");
    assertThat(key(keys(NEW, OLD), patient).openText(place, sealed)).isEqualTo("text");
    assertThatThrownBy(() -> key(keys(NEW), patient)).hasMessageContaining("clinic's key unknown");
  }

  @Test
  void aWrappedKeyOfAnotherPatientDoesNotOpen() {
    Map<UUID, PatientKey> made =
        new HashMap<>(BusFixture.await(keys(OLD).of(List.of(patient(), patient()))));
    assertThat(made).hasSize(2);
    var patients = List.copyOf(made.keySet());
    BusFixture.await(
        pool.preparedQuery(
                """
                UPDATE platform.patient_key k SET wrapped = o.wrapped FROM platform.patient_key o
                 WHERE k.patient_id = $1 AND o.patient_id = $2
                """)
            .execute(Tuple.of(patients.get(0), patients.get(1))));
    assertThatThrownBy(() -> key(keys(OLD), patients.get(0))).hasMessageContaining("not unwrapped");
  }

  @Test
  void rowsOfARecordOpenIfTheyWereSealedForItOrForOneThatWasMergedIntoIt() {
    UUID patient = patient();
    UUID merged = patient();
    UUID stranger = patient();
    PatientKeys keys = keys(OLD);
    assertThatThrownBy(() -> BusFixture.await(keys.ofRecord(patient, List.of(patient, merged))))
        .isInstanceOf(UnreadableSeal.class);
    sql(
        """
        INSERT INTO patients.merge (id, from_id, into_id, written, merged_at, merged_by)
        VALUES (gen_random_uuid(), $1, $2, 1, now(), gen_random_uuid())
        """,
        merged,
        patient);
    assertThat(BusFixture.await(keys.ofRecord(patient, List.of(patient, merged))))
        .containsOnlyKeys(patient, merged);
    assertThatThrownBy(() -> BusFixture.await(keys.ofRecord(patient, stranger)))
        .isInstanceOf(UnreadableSeal.class);
    sql("UPDATE patients.merge SET undone_at = now(), undone_by = merged_by");
    assertThatThrownBy(() -> BusFixture.await(keys.ofRecord(patient, merged)))
        .isInstanceOf(UnreadableSeal.class);
  }

  @Test
  void noKeyIsMadeForAnIdThatNoPatientHas() {
    UUID invented = UUID.randomUUID();
    UUID patient = patient();
    assertThatThrownBy(() -> key(keys(OLD), invented)).hasMessageContaining("patient");
    assertThat(BusFixture.await(keys(OLD).of(List.of(invented, patient))))
        .containsOnlyKeys(patient);
    assertThat(stored(invented)).isZero();
    assertThat(stored(patient)).isOne();
    var place = new SealedPlace(COLUMN, invented, 1);
    byte[] sealed = BusFixture.await(keys(OLD).ofNobody(invented)).seal(place, "mark");
    assertThat(key(keys(OLD), invented).openText(place, sealed)).isEqualTo("mark");
  }

  private static int stored(UUID id) {
    return BusFixture.await(
            pool.preparedQuery("SELECT FROM platform.patient_key WHERE patient_id = $1")
                .execute(Tuple.of(id)))
        .size();
  }

  private static UUID patient() {
    UUID id = UUID.randomUUID();
    sql("INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, 'A', 'B')", id);
    return id;
  }

  private static void sql(String statement, Object... values) {
    BusFixture.await(pool.preparedQuery(statement).execute(Tuple.wrap(List.of(values))));
  }

  private static PatientKeys keys(String... secrets) {
    return new PatientKeys(vertx, pool, ClinicKeys.of(List.of(secrets)));
  }

  private static PatientKey key(PatientKeys keys, UUID patient) {
    return BusFixture.await(keys.of(patient));
  }
}
