package io.clinibus.records.codes;

import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import java.util.List;

/** How coded diagnoses and problems are shown; everything else stays as it is. */
@FunctionalInterface
public interface CodeNaming {

  /**
   * The text to be shown for a code.
   *
   * @param system null if none was stated
   * @param code null for none
   * @param written what was written; may be null
   */
  String text(String system, String code, String written);

  default List<Diagnosis> shown(List<Diagnosis> diagnoses) {
    return diagnoses.stream()
        .map(
            one ->
                new Diagnosis(
                    text(one.system(), one.code(), one.text()),
                    one.code(),
                    one.system(),
                    one.certainty(),
                    one.problem()))
        .toList();
  }

  default EncounterNote shown(EncounterNote note) {
    return note.with(shown(note.diagnoses()));
  }

  default Encounter shown(Encounter encounter) {
    return encounter.with(shown(encounter.note()));
  }

  default ChartVisit shown(ChartVisit visit) {
    return visit.with(shown(visit.diagnoses()));
  }

  default Entry shown(Entry entry) {
    Condition condition = entry.details().condition();
    return condition == null || condition.code() == null
        ? entry
        : entry.with(EntryDetails.of(shown(condition)));
  }

  default TimelineItem shown(TimelineItem item) {
    return new TimelineItem(
        item.id(),
        item.kind(),
        item.at(),
        item.visit() == null ? null : shown(item.visit()),
        item.entry() == null ? null : shown(item.entry()));
  }

  private Condition shown(Condition condition) {
    EntryCode code = condition.code();
    return new Condition(
        new EntryCode(code.system(), code.code(), text(code.system(), code.code(), code.display())),
        text(code.system(), code.code(), condition.text()),
        condition.onset(),
        condition.resolved(),
        condition.clinicalStatus(),
        condition.certainty(),
        condition.note());
  }
}
