package io.clinibus.records.chart;

import io.clinibus.platform.parts.PartOpener;
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
import io.clinibus.records.codes.CodeNaming;
import io.clinibus.records.entries.EntryContent;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of a timeline, opened; one that cannot be opened states that.
 *
 * @param note of an encounter; null for entries, and for what is unreadable
 */
record OpenedItem(TimelineItem item, EncounterNote note) {

  private static final EntryContent NO_CONTENT = new EntryContent(EntryDetails.NONE, null);

  static OpenedItem open(TimelineRow row, PartOpener opener) {
    return row.kind() == TimelineKind.ENCOUNTER
        ? encounter(row, content(row, opener, EncounterNote.class))
        : entry(row, content(row, opener, EntryContent.class));
  }

  private static <C extends Record> Optional<C> content(
      TimelineRow row, PartOpener opener, Class<C> type) {
    return opener.open(row.place(), row.sealedFor(), row.content(), type);
  }

  private static OpenedItem encounter(TimelineRow row, Optional<EncounterNote> note) {
    ChartVisit visit = visit(row, note.orElse(EncounterNote.EMPTY), note.isEmpty());
    return new OpenedItem(
        new TimelineItem(row.id(), row.kind(), row.at(), visit, null), note.orElse(null));
  }

  private static ChartVisit visit(TimelineRow row, EncounterNote note, boolean isUnreadable) {
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
        row.restricted() ? true : null,
        isUnreadable ? true : null);
  }

  private static OpenedItem entry(TimelineRow row, Optional<EntryContent> stored) {
    EntryContent content = stored.orElse(NO_CONTENT);
    var entry =
        new Entry(
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
            stored.isEmpty() ? true : null,
            row.version());
    return new OpenedItem(new TimelineItem(row.id(), row.kind(), row.at(), null, entry), null);
  }

  /** The same with its codes named. */
  OpenedItem shown(CodeNaming naming) {
    return new OpenedItem(naming.shown(item), note == null ? null : naming.shown(note));
  }

  /** Everything that was written, to be searched. */
  String text() {
    if (item.entry() != null) {
      return item.entry().unreadable() == null ? text(item.entry()) : "";
    }
    return note == null ? "" : text(note);
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
