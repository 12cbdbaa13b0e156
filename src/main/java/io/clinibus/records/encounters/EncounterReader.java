package io.clinibus.records.encounters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.records.entries.RecordReader;

/**
 * Somebody who reads encounters.
 *
 * @param record what they see of the patient's record; null for a doctor who sees nothing of it but
 *     the encounter, as its author
 */
record EncounterReader(Caller caller, RecordReader record) {

  boolean isOnlyAuthor() {
    return record == null;
  }

  /** As of {@link RecordReader#namesIn}. */
  Language namesIn(Language wanted) {
    return record == null ? null : record.namesIn(wanted);
  }

  /** Whether the patient keeps an encounter from them. */
  boolean isKeptFrom(StoredEncounter stored) {
    return isOfOthers(stored) && !record.seesAll();
  }

  /** Whether they see what the patient keeps from doctors other than the author. */
  boolean seesRestricted(StoredEncounter stored) {
    return record != null && record.seesAll() && isOfOthers(stored);
  }

  private boolean isOfOthers(StoredEncounter stored) {
    return stored.restricted() && !stored.doctorId().equals(record.doctorId());
  }
}
