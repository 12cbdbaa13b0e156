package io.clinibus.privacy.records;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.Module;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies and erasure of a domain that seals its rows. */
class SealedRecordsIT {

  private static final String COLUMN = "notes.note.content";
  private static final String SELECT =
      """
      SELECT id::text AS key, jsonb_build_object('at', at) AS document,
             content AS sealed, sealed_for, id AS row_id, version AS row_version
        FROM notes.note WHERE patient_id = ANY (:patients)
      """;
  private static final PersonalRecord NOTES =
      PersonalRecord.erased(
              "notes",
              Set.of("notes.note"),
              SELECT,
              "DELETE FROM notes.note WHERE patient_id = ANY (:patients)")
          .retaining(SELECT)
          .opening(COLUMN, "note");

  private static BusFixture clinic;
  private static PatientKeys keys;
  private static PersonalDataRepository data;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    clinic.sql("CREATE SCHEMA notes");
    clinic.sql(
        """
        CREATE TABLE notes.note (id uuid PRIMARY KEY, patient_id uuid, sealed_for uuid,
          version bigint, content bytea, at timestamptz DEFAULT now())
        """);
    keys = clinic.platform().patientKeys();
    var module =
        Module.of("notes", context -> null)
            .withPersonalData(PersonalData.of(List.of(NOTES), Map.of()));
    data = new PersonalDataRepository(clinic.platform().database(), keys, List.of(module));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void aCopyWithClinicalPartsHasWhatWasSealed() {
    UUID patient = clinic.patient();
    write(patient, patient, "Angina pectoris");
    assertThat(page(patient, true)).singleElement().asString().contains("Angina pectoris");
    assertThat(page(patient, false))
        .singleElement()
        .asString()
        .contains("at")
        .doesNotContain("Angina", "note");
  }

  @Test
  void aRowThatCannotBeOpenedIsMarkedInTheCopy() {
    UUID patient = clinic.patient();
    UUID other = clinic.patient();
    UUID changed = write(patient, patient, "first");
    UUID moved = write(other, other, "second");
    write(patient, patient, "third");
    clinic.sql("UPDATE notes.note SET version = 2 WHERE id = $1", changed);
    clinic.sql("UPDATE notes.note SET patient_id = $1 WHERE id = $2", patient, moved);
    try (var logs = ExpectedLogs.of(SealedRows.class, "a row is left out of a copy: {}")) {
      assertThat(page(patient, true).toString())
          .contains("third")
          .containsPattern("unreadable.*unreadable")
          .doesNotContain("first", "second");
      assertThat(logs.events()).hasSize(2);
    }
  }

  @Test
  void whatFormerReleasesSetAsideInClearIsSealed() {
    UUID patient = clinic.patient();
    clinic.sql(
        """
        INSERT INTO privacy.retained_record (patient_id, record, key, content, retain_until)
        SELECT $1, record, key, jsonb_build_object('note', 'Angina ' || key), now() + days * interval '1 day'
          FROM (VALUES ('notes', 'former1', 1), ('notes', 'former2', 1), ('notes', 'former3', 2),
                       ('open', 'former4', 1)) AS old (record, key, days)
        """,
        patient);
    var retained =
        new RetainedRecordRepository(
            clinic.platform().database(),
            keys,
            List.of(NOTES, PersonalRecord.kept("open", Set.of(), "")));
    assertThat(await(retained.seal())).isFalse();

    var rows =
        clinic.sql(
            """
            SELECT key, content::text AS content, content ->> 'key' AS sealed_by,
                   (SELECT k.expires_at = r.retain_until FROM platform.patient_key k
                     WHERE k.patient_id::text = content ->> 'key') AS expires
              FROM privacy.retained_record r WHERE patient_id = $1 ORDER BY key
            """,
            patient);
    var seals = new SealedRows(keys);
    List<Row> notes = Rows.list(rows, row -> row).subList(0, 3);
    for (Row row : notes) {
      assertThat(row.getString("content")).doesNotContain("Angina");
      assertThat(row.getBoolean("expires")).isTrue();
      var stored = new Document(row.getString("key"), row.getString("content"));
      assertThat(new JsonObject(await(seals.retained("notes", stored)).json()))
          .isEqualTo(new JsonObject().put("note", "Angina " + row.getString("key")));
    }
    assertThat(notes).extracting(row -> row.getString("sealed_by")).doesNotContainNull();
    assertThat(Rows.list(rows, row -> row.getString("content")).get(3)).contains("Angina former4");
  }

  @Test
  void whatIsSetAsideIsSealedAnewAndOutlivesThePatientsKey() {
    UUID patient = clinic.patient();
    UUID id = write(patient, patient, "Angina pectoris");
    PatientKey former = await(keys.of(patient));
    Subject subject = await(data.subject(patient, Instant.now()));
    Instant until = Instant.now().plus(1, ChronoUnit.DAYS);
    await(
        clinic
            .platform()
            .database()
            .withTransaction(c -> data.retain(c, NOTES, subject, Rows.utc(until))));
    String stored =
        clinic
            .sql("SELECT content::text AS c FROM privacy.retained_record WHERE key = $1", id + "")
            .iterator()
            .next()
            .getString("c");
    assertThat(stored).doesNotContain("Angina");
    assertThatThrownBy(
            () ->
                former.open(
                    new SealedPlace("privacy.retained_record.content/notes/" + id, id, 0),
                    Base64.getDecoder().decode(new JsonObject(stored).getString("sealed"))))
        .hasMessageContaining("unreadable");
    keys.forget(patient);
    clinic.sql(
        """
        UPDATE platform.patient_key
           SET wrapped = NULL, wrapped_by = NULL, destroyed_at = now() WHERE patient_id = $1
        """,
        patient);
    Document opened =
        await(new SealedRows(keys).retained("notes", new Document(id.toString(), stored)));
    assertThat(opened.json()).contains("Angina pectoris");
    assertThat(
            clinic.sql(
                "SELECT FROM platform.patient_key WHERE patient_id = $1 AND expires_at > now()",
                UUID.fromString(new JsonObject(stored).getString("key"))))
        .hasSize(1);
  }

  @Test
  void anErasureDestroysTheKeyOnEveryNodeAndNoOtherIsMade() {
    UUID patient = clinic.patient();
    await(keys.of(patient));
    try (BusFixture second = BusFixture.beside(clinic)) {
      PatientKeys elsewhere = second.platform().patientKeys();
      await(elsewhere.of(patient));
      Erasure asked =
          clinic.ask(ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), clinic.admin());
      clinic.ask(
          ErasuresApi.CONFIRM_ERASURE,
          new ConfirmErasure(asked.id(), asked.plan().version()),
          clinic.admin());
      for (PatientKeys node : List.of(keys, elsewhere)) {
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> await(node.of(patient)))
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("patient"));
        assertThat(await(node.of(List.of(patient)))).isEmpty();
      }
      assertThat(
              clinic.sql(
                  """
                  SELECT FROM platform.patient_key
                   WHERE patient_id = $1 AND wrapped IS NULL AND destroyed_at IS NOT NULL
                  """,
                  patient))
          .hasSize(1);
    }
  }

  private static UUID write(UUID patient, UUID sealedFor, String text) {
    UUID id = UuidV7.next();
    PatientKey key = await(keys.of(sealedFor));
    byte[] sealed =
        key.seal(new SealedPlace(COLUMN, id, 1), new JsonObject().put("text", text).encode());
    clinic.sql(
        "INSERT INTO notes.note (id, patient_id, sealed_for, version, content) VALUES ($1, $2, $3,"
            + " 1, $4)",
        id,
        patient,
        sealedFor,
        Buffer.buffer(sealed));
    return id;
  }

  private static List<String> page(UUID patient, boolean clinical) {
    Subject subject = await(data.subject(patient, Instant.now()));
    return await(data.page(NOTES, clinical, subject, "", 10)).stream().map(Document::json).toList();
  }
}
