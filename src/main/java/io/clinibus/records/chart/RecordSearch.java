package io.clinibus.records.chart;

import io.clinibus.bus.Caller;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.FoundInRecord;
import io.clinibus.records.api.ChartApi.RecordHit;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.chart.ChartRepository.Addition;
import io.clinibus.records.entries.RecordReaders;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
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
  private final Clock clock;

  public RecordSearch(
      ChartRepository repository,
      RecordReaders readers,
      RecordOpener opener,
      PatientAccessCheck access,
      Clock clock) {
    this.repository = repository;
    this.readers = readers;
    this.opener = opener;
    this.access = access;
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
                repository.page(
                    patientId, reader, null, MOST_LOOKED_THROUGH, null, clock.instant()))
        .compose(
            page ->
                additions(page.rows())
                    .compose(
                        additions ->
                            opener.open(
                                patientId,
                                page.rows(),
                                caller,
                                parts -> find(page.rows(), additions, parts, words))));
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

  private static FoundInRecord find(
      List<TimelineRow> rows,
      Map<UUID, List<Addition>> additions,
      PartOpener parts,
      SearchWords words) {
    List<RecordHit> hits = new ArrayList<>();
    for (TimelineRow row : rows) {
      OpenedItem opened = OpenedItem.open(row, parts);
      String text =
          additions.getOrDefault(row.id(), List.of()).stream()
              .map(added -> open(added, row.sealedFor(), parts))
              .collect(Collectors.joining(" · ", opened.text() + " ", ""));
      words
          .excerpt(text.strip())
          .ifPresent(excerpt -> hits.add(new RecordHit(opened.item(), excerpt)));
      if (hits.size() > MOST_FOUND) {
        break;
      }
    }
    return new FoundInRecord(
        List.copyOf(hits.subList(0, Math.min(MOST_FOUND, hits.size()))),
        hits.size() > MOST_FOUND,
        parts.unreadableCount());
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
