package io.clinibus.privacy.records;

import io.clinibus.bus.Event;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.Module;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.privacy.PersonalRecord.Sealed;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Executes the statements that domains state about personal data. */
public final class PersonalDataRepository {

  private static final int PAGE = 200;

  private final Pool pool;
  private final SealedRows seals;
  private final List<PersonalData> domains;

  public PersonalDataRepository(Pool pool, PatientKeys keys, List<Module> modules) {
    this.pool = pool;
    this.seals = new SealedRows(keys);
    this.domains = modules.stream().map(Module::personalData).toList();
  }

  /** The kinds of records of all domains. */
  public List<PersonalRecord> records() {
    return domains.stream().flatMap(domain -> domain.records().stream()).toList();
  }

  /** The events that an erasure may return. */
  public List<Event<?>> events() {
    return domains.stream().<Event<?>>flatMap(domain -> domain.events().stream()).toList();
  }

  /**
   * A patient, removed or not. The id may be that of a record that was merged into another.
   *
   * @return {@code NOT_FOUND} if there is none, or the data was erased
   */
  public Future<Subject> subject(UUID patientId, Instant now) {
    return subject(pool, patientId, now);
  }

  /** As above, within a transaction. */
  public Future<Subject> subject(SqlClient client, UUID patientId, Instant now) {
    return client
        .preparedQuery(
            """
            SELECT p.id, of_person.records,
                   ARRAY(SELECT a.account_id FROM identity.patient_account a
                          WHERE a.patient_id = ANY (of_person.records)) AS accounts,
                   ARRAY(SELECT lower(k.email) FROM patients.known_address k
                          WHERE k.patient_id = ANY (of_person.records)
                         UNION SELECT lower(a.email) FROM identity.patient_account a
                                WHERE a.patient_id = ANY (of_person.records)) AS addresses
              FROM patients.records_of_person($1) AS of_person (records)
              JOIN patients.contact p ON p.id = of_person.records[1]
             WHERE p.erased_at IS NULL
            """)
        .execute(Tuple.of(patientId))
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> subject(row, now))
                    .orElseThrow(() -> Failure.notFound("patient")));
  }

  private static Subject subject(Row row, Instant now) {
    return new Subject(
        row.getUUID("id"),
        List.of(row.getArrayOfUUIDs("records")),
        List.of(row.getArrayOfUUIDs("accounts")),
        List.of(row.getArrayOfStrings("addresses")),
        now);
  }

  /**
   * A patient, with concurrent changes of the data locked out until the transaction ends. The locks
   * are taken again if records were merged meanwhile.
   */
  public Future<Subject> lockedSubject(SqlClient connection, UUID patientId, Instant now) {
    return subject(connection, patientId, now)
        .compose(
            found ->
                lock(connection, found)
                    .compose(locked -> subject(connection, patientId, now))
                    .compose(
                        read ->
                            read.records().equals(found.records())
                                ? Future.succeededFuture(read)
                                : lockedSubject(connection, patientId, now)));
  }

  private Future<Void> lock(SqlClient connection, Subject subject) {
    Future<Void> locked = Future.succeededFuture();
    for (String statement : domains.stream().map(PersonalData::lock).toList()) {
      if (statement != null) {
        locked =
            locked.compose(
                before ->
                    NamedStatements.execute(connection, statement, values(subject)).mapEmpty());
      }
    }
    return locked;
  }

  /** How many rows a SELECT has. */
  public Future<Long> count(SqlClient client, String select, Subject subject) {
    return NamedStatements.execute(
            client, "SELECT count(*) AS n FROM (" + select + ") AS d", values(subject))
        .map(rows -> Rows.one(rows).getLong("n"));
  }

  /** The value of a SELECT of one number; 0 for none. */
  public Future<Long> number(SqlClient client, Optional<String> select, Subject subject) {
    return select
        .map(
            sql ->
                NamedStatements.execute(client, sql, values(subject))
                    .map(rows -> Rows.one(rows).getLong(0)))
        .orElse(Future.succeededFuture(0L));
  }

  /**
   * Documents of a record, by key.
   *
   * @param clinical whether they have clinical parts
   * @param after the last key of the page before; empty for the first
   */
  public Future<List<Document>> page(
      PersonalRecord record, boolean clinical, Subject subject, String after, int limit) {
    Optional<Sealed> sealed = record.sealed(clinical);
    String columns = sealed.isPresent() ? SealedRows.COLUMNS : "";
    return page(pool, record.select(clinical), columns, subject, after, limit)
        .compose(rows -> seals.documents(sealed, subject, rows));
  }

  private static Future<RowSet<Row>> page(
      SqlClient client, String select, String columns, Subject subject, String after, int limit) {
    Map<String, Object> values = values(subject);
    values.put("after", after);
    values.put("limit", limit);
    String page =
        """
        SELECT key, document::text AS document %s FROM (%s) AS d
         WHERE key COLLATE "C" > :after ORDER BY key COLLATE "C" LIMIT :limit
        """;
    return NamedStatements.execute(client, page.formatted(columns, select), values);
  }

  /** Sets aside what must be kept of a record. */
  public Future<Void> retain(
      SqlClient connection, PersonalRecord record, Subject subject, OffsetDateTime until) {
    if (record.retained().isEmpty()) {
      return Future.succeededFuture();
    }
    return record.sealed().isPresent()
        ? retainSealed(connection, record, subject, until, "")
        : retainOpen(connection, record, subject, until);
  }

  private static Future<Void> retainOpen(
      SqlClient connection, PersonalRecord record, Subject subject, OffsetDateTime until) {
    Map<String, Object> values = values(subject);
    values.put("patient", subject.patientId());
    values.put("record", record.name());
    values.put("until", until);
    String copy =
        """
        INSERT INTO privacy.retained_record (patient_id, record, key, content, retain_until)
        SELECT :patient, :record, key, document, :until FROM (%s) AS d
        """;
    return NamedStatements.execute(connection, copy.formatted(record.retained().get()), values)
        .mapEmpty();
  }

  /** Page by page, as it is sealed again: the patient's key is about to be destroyed. */
  private Future<Void> retainSealed(
      SqlClient connection,
      PersonalRecord record,
      Subject subject,
      OffsetDateTime until,
      String after) {
    boolean withKeys = record.sealed().flatMap(Sealed::contentKey).isPresent();
    String columns = SealedRows.COLUMNS + (withKeys ? ", " + SealedRows.CONTENT_KEY : "");
    return page(connection, record.retained().get(), columns, subject, after, PAGE)
        .compose(rows -> seals.documents(record.sealed(), subject, rows))
        .compose(
            page ->
                seals
                    .sealedAnew(record.name(), page, until.toInstant())
                    .compose(contents -> insert(connection, record, subject, until, contents))
                    .compose(
                        stored ->
                            page.size() < PAGE
                                ? Future.succeededFuture()
                                : retainSealed(
                                    connection, record, subject, until, page.get(PAGE - 1).key())));
  }

  private static Future<Void> insert(
      SqlClient connection,
      PersonalRecord record,
      Subject subject,
      OffsetDateTime until,
      List<Document> contents) {
    return contents.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(
                """
                INSERT INTO privacy.retained_record (patient_id, record, key, content, retain_until)
                VALUES ($1, $2, $3, $4, $5)
                """)
            .executeBatch(
                contents.stream()
                    .map(
                        one ->
                            Tuple.of(
                                subject.patientId(),
                                record.name(),
                                one.key(),
                                new JsonObject(one.json()),
                                until))
                    .toList())
            .mapEmpty();
  }

  /**
   * Erases a record.
   *
   * @return the events to publish after commit
   */
  public Future<JsonArray> erase(SqlClient connection, PersonalRecord record, Subject subject) {
    JsonArray events = new JsonArray();
    Future<JsonArray> erased = Future.succeededFuture(events);
    for (String statement : record.erasure()) {
      erased =
          erased.compose(
              before ->
                  NamedStatements.execute(connection, statement, values(subject))
                      .onSuccess(rows -> addEvents(rows, events))
                      .map(events));
    }
    return erased;
  }

  private static void addEvents(RowSet<Row> rows, JsonArray events) {
    if (rows.columnsNames() != null && rows.columnsNames().contains("payload")) {
      rows.forEach(
          row ->
              events.add(
                  new JsonObject()
                      .put("type", row.getString("type"))
                      .put("payload", row.getJsonObject("payload"))));
    }
  }

  private static Map<String, Object> values(Subject subject) {
    Map<String, Object> values = new HashMap<>();
    values.put("patients", subject.records().toArray(UUID[]::new));
    values.put("accounts", subject.accounts().toArray(UUID[]::new));
    values.put("addresses", subject.addresses().toArray(String[]::new));
    values.put("now", Rows.utc(subject.now()));
    return values;
  }
}
