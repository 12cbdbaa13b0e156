package io.clinibus.records.chart;

import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.entries.EntryContent;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A row of {@code records.timeline}, sealed.
 *
 * @param version of the content: of an entry, or of an encounter's note
 * @param encounterKind null for entries, as the two after it
 * @param firstRecordedAt null for encounters
 */
record TimelineRow(
    UUID id,
    UUID patientId,
    TimelineKind kind,
    OffsetDateTime at,
    String status,
    UUID sealedFor,
    byte[] content,
    long version,
    UUID doctorId,
    String doctorName,
    EncounterKind encounterKind,
    UUID appointmentId,
    OffsetDateTime signedAt,
    OffsetDateTime firstRecordedAt,
    boolean restricted) {

  private static final String NOTE = "records.encounter.note";

  /** Where its content is stored. */
  SealedPlace place() {
    return kind == TimelineKind.ENCOUNTER
        ? new SealedPlace(NOTE, id, version)
        : EntryContent.place(id, version);
  }

  @Override
  public String toString() {
    return "TimelineRow[" + id + "]";
  }
}
