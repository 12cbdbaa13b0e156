package io.clinibus.privacy.records;

import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.privacy.PersonalRecord.Sealed;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.UnreadableSeal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what is sealed of records, and seals again what is set aside. */
public final class SealedRows {

  /** What a SELECT has beside key and document. */
  static final String COLUMNS = ", sealed, sealed_for, row_id, row_version";

  /** What a SELECT of what is set aside has as well, if contents are stored elsewhere. */
  static final String CONTENT_KEY = "content_key";

  private static final Logger LOG = LoggerFactory.getLogger(SealedRows.class);
  private static final String RETAINED = "privacy.retained_record.content";

  private final PatientKeys keys;

  public SealedRows(PatientKeys keys) {
    this.keys = keys;
  }

  /**
   * The documents of rows, with what is sealed of them.
   *
   * @param sealed empty if nothing is, or it is to be left out
   */
  Future<List<Document>> documents(Optional<Sealed> sealed, Subject subject, RowSet<Row> rows) {
    if (sealed.isEmpty()) {
      return Future.succeededFuture(Rows.list(rows, SealedRows::plain));
    }
    Set<UUID> owners =
        StreamSupport.stream(rows.spliterator(), false)
            .map(row -> row.getUUID("sealed_for"))
            .filter(id -> id != null && subject.records().contains(id))
            .collect(Collectors.toSet());
    return keys.of(owners).map(known -> Rows.list(rows, row -> opened(sealed.get(), row, known)));
  }

  private static Document plain(Row row) {
    return new Document(row.getString("key"), row.getString("document"));
  }

  /** A copy is made although a row has been damaged, and says so. */
  private static Document opened(Sealed sealed, Row row, Map<UUID, PatientKey> keys) {
    if (row.getBuffer("sealed") == null) {
      return plain(row);
    }
    JsonObject document = new JsonObject(row.getString("document"));
    var place = new SealedPlace(sealed.column(), row.getUUID("row_id"), row.getLong("row_version"));
    PatientKey key = keys.get(row.getUUID("sealed_for"));
    try {
      if (key == null) {
        throw UnreadableSeal.in(place);
      }
      var content = new JsonObject(key.openText(place, row.getBuffer("sealed").getBytes()));
      sealed
          .member()
          .ifPresentOrElse(
              member -> document.put(member, content), () -> document.mergeIn(content));
      if (row.getColumnIndex(CONTENT_KEY) >= 0) {
        document.put("contentKey", contentKey(sealed, row, key));
      }
    } catch (UnreadableSeal e) {
      LOG.error("a row is left out of a copy: {}", e.getMessage());
      document.put("unreadable", true);
    }
    return new Document(row.getString("key"), document.encode());
  }

  private static String contentKey(Sealed sealed, Row row, PatientKey key) {
    var place =
        new SealedPlace(
            sealed.contentKey().orElseThrow(), row.getUUID("row_id"), row.getLong("row_version"));
    return Base64.getEncoder()
        .encodeToString(key.open(place, row.getBuffer(CONTENT_KEY).getBytes()));
  }

  /** The documents of a record, sealed with a key that expires. */
  Future<List<Document>> sealedAnew(String record, List<Document> documents, Instant expiry) {
    UUID id = UuidV7.next();
    return documents.isEmpty()
        ? Future.succeededFuture(documents)
        : keys.until(id, expiry)
            .map(key -> documents.stream().map(one -> sealed(record, one, key)).toList());
  }

  private static Document sealed(String record, Document document, PatientKey key) {
    byte[] sealed = key.seal(place(record, document.key(), key.patientId()), document.json());
    return new Document(
        document.key(),
        new JsonObject()
            .put("key", key.patientId().toString())
            .put("sealed", Base64.getEncoder().encodeToString(sealed))
            .encode());
  }

  /** Opens a document that was set aside, if it is sealed. */
  public Future<Document> retained(String record, Document stored) {
    JsonObject content = new JsonObject(stored.json());
    if (!content.containsKey("sealed")) {
      return Future.succeededFuture(stored);
    }
    byte[] sealed = Base64.getDecoder().decode(content.getString("sealed"));
    UUID id = UUID.fromString(content.getString("key"));
    return keys.of(id)
        .map(
            key ->
                new Document(
                    stored.key(),
                    new String(
                        key.open(place(record, stored.key(), id), sealed),
                        StandardCharsets.UTF_8)));
  }

  private static SealedPlace place(String record, String key, UUID id) {
    return new SealedPlace(RETAINED + "/" + record + "/" + key, id, 0);
  }
}
