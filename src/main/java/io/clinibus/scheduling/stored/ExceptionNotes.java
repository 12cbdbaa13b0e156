package io.clinibus.scheduling.stored;

import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealingJob.ClearRows;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityException;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Notes of leave and extra hours, which nothing changes after they were written. */
public final class ExceptionNotes {

  private static final String COLUMN = "scheduling.availability_exception.sealed";
  private static final int FIRST = 1;

  static final ClearRows IN_CLEAR =
      StaffTexts.inClear(
          COLUMN,
          """
          SELECT e.id, 1 AS version, e.note AS text FROM scheduling.availability_exception e
           WHERE e.note <> '' ORDER BY e.id LIMIT $1
          """,
          """
          UPDATE scheduling.availability_exception SET sealed = $4, note = ''
           WHERE id = $1 AND $2::integer = 1 AND note <> ''
          """);

  private final StaffTexts texts;

  public ExceptionNotes(PatientKeys keys, DataFormCheck form) {
    this.texts = new StaffTexts(keys, form, COLUMN);
  }

  /**
   * An exception as it was read.
   *
   * @param shown without its note
   */
  public record StoredException(AvailabilityException shown, StoredText note) {}

  /** {@code UNAVAILABLE} if the clinic's key cannot be reached. */
  public Future<StoredText> write(UUID exceptionId, String note) {
    return texts.write(exceptionId, FIRST, note, "");
  }

  /** Exceptions with their notes, or without while the clinic's key cannot be reached. */
  public Future<List<AvailabilityException>> open(List<StoredException> stored) {
    return texts
        .opener(stored.stream().map(StoredException::note).toList())
        .map(
            opener ->
                stored.stream()
                    .map(
                        one ->
                            one.shown()
                                .withNote(
                                    opener.textIfReadable(one.shown().id(), FIRST, one.note())))
                    .toList());
  }
}
