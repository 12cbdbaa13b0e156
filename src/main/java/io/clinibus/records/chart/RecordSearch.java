package io.clinibus.records.chart;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.FoundInRecord;
import io.clinibus.records.api.ChartApi.RecordHit;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.chart.ChartRepository.Addition;
import io.clinibus.records.codes.CodeNaming;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.entries.RecordReaders;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds words in a record. The database knows none of them: what the reader sees is opened on the
 * node and looked through, the latest of it only.
 */
public final class RecordSearch {

  private static final int MOST_LOOKED_THROUGH = 1_000;
  private static final int MOST_FOUND = 50;
  private static final String ADDITION = "records.encounter_entry.text";

  /** What is sealed of what was added to an encounter. */
  private record AddedText(String text, String reason) {}

  private final ChartRepository repository;
  private final RecordReaders readers;
  private final RecordOpener opener;
  private final PatientAccessCheck access;
  private final PlainNames names;
  private final Clock clock;

  public RecordSearch(
      ChartRepository repository,
      RecordReaders readers,
      RecordOpener opener,
      PatientAccessCheck access,
      PlainNames names,
      Clock clock) {
    this.repository = repository;
    this.readers = readers;
    this.opener = opener;
    this.access = access;
    this.names = names;
    this.clock = clock;
  }

  public Future<FoundInRecord> search(SearchRecord request, Caller caller) {
    UUID patientId = request.patientId();
    var words = new SearchWords(request.text());
    return access
        .require(ChartApi.SEARCH_RECORD, caller, patientId)
        .compose(relation -> readers.of(caller, patientId, relation))
        .compose(
            reader ->
                repository
                    .page(patientId, reader, null, MOST_LOOKED_THROUGH, null, clock.instant())
                    .compose(
                        page ->
                            additions(page.rows())
                                .compose(
                                    additions ->
                                        find(
                                            new Sealed(patientId, page.rows(), additions),
                                            words,
                                            reader.namesIn(request.language()),
                                            caller))));
  }

  /** What is looked through, sealed. */
  private record Sealed(
      UUID patientId, List<TimelineRow> rows, Map<UUID, List<Addition>> additions) {

    Stream<SearchedItem> opened(PartOpener parts) {
      return rows.stream()
          .map(
              row ->
                  SearchedItem.of(
                      OpenedItem.open(row, parts),
                      additions.getOrDefault(row.id(), List.of()).stream()
                          .map(added -> open(added, row.sealedFor(), parts))
                          .collect(Collectors.joining(" · "))));
    }
  }

  /** All of what was opened, before it is looked through. */
  private record Opened(List<SearchedItem> items, Integer unreadable) {}

  /**
   * @param language in which codes are named; null for a doctor, for whom no more is opened than
   *     can be shown
   */
  private Future<FoundInRecord> find(
      Sealed sealed, SearchWords words, Language language, Caller caller) {
    if (language == null) {
      return opener.open(
          sealed.patientId(),
          sealed.rows(),
          caller,
          parts -> found(hits(sealed.opened(parts), words), parts.unreadableCount()));
    }
    return opener
        .open(
            sealed.patientId(),
            sealed.rows(),
            caller,
            parts -> new Opened(sealed.opened(parts).toList(), parts.unreadableCount()))
        .compose(
            opened ->
                names
                    .shown(opened.items(), language, RecordSearch::named)
                    .compose(
                        items ->
                            opener.run(
                                () -> found(hits(items.stream(), words), opened.unreadable()))));
  }

  private static List<SearchedItem> named(CodeNaming naming, List<SearchedItem> items) {
    return items.stream().map(item -> item.shown(naming)).toList();
  }

  private Future<Map<UUID, List<Addition>>> additions(List<TimelineRow> rows) {
    List<UUID> encounters =
        rows.stream()
            .filter(row -> row.kind() == TimelineKind.ENCOUNTER)
            .map(TimelineRow::id)
            .toList();
    return repository
        .additions(encounters, MOST_LOOKED_THROUGH)
        .map(all -> all.stream().collect(Collectors.groupingBy(Addition::encounterId)));
  }

  /** One more than is shown, if there are as many. */
  private static List<RecordHit> hits(Stream<SearchedItem> items, SearchWords words) {
    return items.flatMap(item -> item.hit(words).stream()).limit(MOST_FOUND + 1L).toList();
  }

  /**
   * @param unreadable counted after the hits were looked for
   */
  private static FoundInRecord found(List<RecordHit> hits, Integer unreadable) {
    return new FoundInRecord(
        List.copyOf(hits.subList(0, Math.min(MOST_FOUND, hits.size()))),
        hits.size() > MOST_FOUND,
        unreadable);
  }

  private static String open(Addition added, UUID sealedFor, PartOpener parts) {
    var place = new SealedPlace(ADDITION, added.id(), 1);
    return parts
        .open(place, sealedFor, added.text(), AddedText.class)
        .map(opened -> Stream.of(opened.text(), opened.reason()))
        .orElse(Stream.empty())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" · "));
  }
}
