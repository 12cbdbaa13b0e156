package io.clinibus.platform.sealing.texts;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.PatientKeys.Owner;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.SealingJob.ClearRows;
import io.clinibus.platform.sealing.UnreadableSeal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts of staff that belong to no patient, sealed by a key of the clinic: their author may type
 * anything.
 */
public final class StaffTexts {

  private static final Logger LOG = LoggerFactory.getLogger(StaffTexts.class);

  private final PatientKeys keys;
  private final DataFormCheck form;
  private final String column;

  /**
   * @param form which nodes must read before anything is sealed
   * @param column schema, table and column of what is sealed
   */
  public StaffTexts(PatientKeys keys, DataFormCheck form, String column) {
    this.keys = keys;
    this.form = form;
    this.column = column;
  }

  /**
   * A text as it is stored.
   *
   * @param clear of a former release, or empty; may be null
   * @param sealed null if nothing is
   */
  public record StoredText(String clear, Buffer sealed) {

    public static StoredText of(Row row, String clear, String sealed) {
      return new StoredText(row.getString(clear), row.getBuffer(sealed));
    }

    @Override
    public String toString() {
      return "StoredText[…]";
    }
  }

  /** What is sealed of a text. */
  public record Content(String text) {

    @Override
    public String toString() {
      return "Content[…]";
    }
  }

  /**
   * A text as it is to be stored: sealed, unless nodes run that could not read it. An empty one
   * needs no key.
   *
   * @param version of the row, since the text
   * @param none what is stored in clear beside what is sealed
   */
  public Future<StoredText> write(UUID row, long version, String text, String none) {
    return text == null || text.isEmpty()
        ? Future.succeededFuture(new StoredText(none, null))
        : form.isReadByAll()
            .compose(
                seals ->
                    seals
                        ? keys.of(PatientKeys.CLINIC)
                            .map(key -> sealed(key, row, version, text, none))
                        : Future.succeededFuture(new StoredText(text, null)));
  }

  private StoredText sealed(PatientKey key, UUID row, long version, String text, String none) {
    byte[] bytes = SealedJson.seal(key, place(row, version), new Content(text));
    return new StoredText(none, Buffer.buffer(bytes));
  }

  /** What opens some texts; it reads the key once, and not if nothing is sealed. */
  public Future<Opener> opener(Collection<StoredText> stored) {
    return stored.stream().allMatch(one -> one.sealed() == null)
        ? Future.succeededFuture(new Opener(null))
        : keys.available(List.of(new Owner(PatientKeys.CLINIC, PatientKeys.CLINIC)))
            .map(available -> new Opener(available.keys().get(PatientKeys.CLINIC)));
  }

  /** Opens texts by a key; without it, what is sealed cannot be shown now. */
  public final class Opener {

    private final PatientKey key;

    private Opener(PatientKey key) {
      this.key = key;
    }

    /**
     * @throws UnreadableSeal if what is sealed was changed or moved
     * @throws Failure {@code UNAVAILABLE} if the clinic's key cannot be reached
     */
    public String text(UUID row, long version, StoredText stored) {
      if (stored.sealed() == null) {
        return stored.clear();
      }
      if (key == null) {
        throw Failure.of(CommonFailures.UNAVAILABLE);
      }
      byte[] bytes = stored.sealed().getBytes();
      return SealedJson.open(key, place(row, version), bytes, Content.class).text();
    }

    /** The same for lists that are to be shown without it as well: null if it cannot be opened. */
    public String textIfReadable(UUID row, long version, StoredText stored) {
      if (stored.sealed() != null && key == null) {
        return null;
      }
      try {
        return text(row, version, stored);
      } catch (UnreadableSeal e) {
        LOG.atError().addKeyValue("seal", e.getMessage()).log("text left out of a list");
        return null;
      }
    }
  }

  /** Where the text of a row is stored. */
  public SealedPlace place(UUID row, long version) {
    return new SealedPlace(column, row, version);
  }

  /**
   * What is in clear.
   *
   * @param select as of {@link ClearRows}, with the texts as {@code text} instead of {@code
   *     sealed_for} and {@code content}
   * @param seal as of {@link ClearRows}, without {@code $3}
   */
  public static ClearRows inClear(String column, String select, String seal) {
    return new ClearRows(
        column,
        """
        SELECT t.id, t.version, '%s'::uuid AS sealed_for,
               jsonb_build_object('text', t.text)::text AS content FROM (%s) AS t
        """
            .formatted(PatientKeys.CLINIC, select),
        seal + " AND $3::uuid = '" + PatientKeys.CLINIC + "'");
  }
}
