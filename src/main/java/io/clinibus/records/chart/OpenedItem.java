package io.clinibus.records.chart;

import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.EntryKind;
import io.clinibus.records.api.EntriesApi.EntryStatus;
import io.clinibus.records.entries.EntryContent;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of a timeline, opened.
 *
 * @param note of an encounter; null for entries
 */
record OpenedItem(TimelineItem item, EncounterNote note) {

  private static final String NOTE = "records.encounter.note";

  static OpenedItem open(TimelineRow row, Map<UUID, PatientKey> keys) {
    PatientKey key = keys.get(row.sealedFor());
    if (row.kind() == TimelineKind.ENCOUNTER) {
      EncounterNote note = note(row, key);
      return new OpenedItem(
          new TimelineItem(row.id(), row.kind(), row.at(), visit(row, note), null), note);
    }
    return new OpenedItem(
        new TimelineItem(row.id(), row.kind(), row.at(), null, entry(row, key)), null);
  }

  private static EncounterNote note(TimelineRow row, PatientKey key) {
    return SealedJson.open(
        key, new SealedPlace(NOTE, row.id(), row.version()), row.content(), EncounterNote.class);
  }

  private static ChartVisit visit(TimelineRow row, EncounterNote note) {
    return new ChartVisit(
        row.id(),
        row.appointmentId(),
        row.at(),
        EncounterStatus.valueOf(row.status()),
        row.encounterKind(),
        row.doctorId(),
        row.doctorName(),
        note.reason(),
        note.diagnoses(),
        note.plan(),
        note.followUp(),
        row.signedAt(),
        row.restricted() ? true : null);
  }

  private static Entry entry(TimelineRow row, PatientKey key) {
    EntryContent content = EntryContent.open(key, row.id(), row.version(), row.content());
    return new Entry(
        row.id(),
        row.patientId(),
        EntryKind.valueOf(row.kind().name()),
        EntryStatus.valueOf(row.status()),
        content.details(),
        content.reason(),
        row.at(),
        row.firstRecordedAt(),
        row.doctorId(),
        row.doctorName(),
        row.restricted() ? true : null,
        row.version());
  }

  /** Everything that was written, to be searched. */
  String text() {
    return note == null ? text(item.entry()) : text(note);
  }

  private static String text(EncounterNote note) {
    return joined(
        Stream.of(
                Stream.of(note.reason(), note.subjective(), note.objective(), note.assessment()),
                note.diagnoses().stream().flatMap(OpenedItem::texts),
                Stream.of(note.plan()),
                note.orders().stream().flatMap(OpenedItem::texts),
                Stream.of(
                    note.followUp() == null ? null : note.followUp().note(),
                    note.sickNote() == null ? null : note.sickNote().note()))
            .flatMap(texts -> texts));
  }

  private static Stream<String> texts(Diagnosis diagnosis) {
    return Stream.of(diagnosis.text(), diagnosis.code());
  }

  private static Stream<String> texts(MedicalOrder order) {
    return Stream.of(order.text(), order.recipient());
  }

  private static String text(Entry entry) {
    EntryDetails details = entry.details();
    Stream<String> texts;
    if (details.condition() != null) {
      Condition condition = details.condition();
      texts = Stream.concat(texts(condition.code()), Stream.of(condition.text(), condition.note()));
    } else if (details.immunization() != null) {
      var given = details.immunization();
      texts =
          Stream.concat(texts(given.code()), Stream.of(given.vaccine(), given.lot(), given.note()));
    } else if (details.familyHistory() != null) {
      var family = details.familyHistory();
      texts = Stream.of(family.condition(), family.note());
    } else {
      var social = details.socialHistory();
      texts = Stream.of(social.occupation(), social.note());
    }
    return joined(Stream.concat(texts, Stream.ofNullable(entry.reason())));
  }

  private static Stream<String> texts(EntryCode code) {
    return code == null ? Stream.empty() : Stream.of(code.display(), code.code());
  }

  private static String joined(Stream<String> texts) {
    return texts
        .filter(Objects::nonNull)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining(" · "));
  }
}
