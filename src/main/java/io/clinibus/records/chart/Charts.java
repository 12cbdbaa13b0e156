package io.clinibus.records.chart;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.db.Cursor;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.RecordState;
import io.clinibus.records.api.ChartApi.Timeline;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.ChartApi.VitalsTaken;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.entries.RecordReader;
import io.clinibus.records.entries.RecordReaders;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads records as a whole, for those who treat the patient, and the patient. */
public final class Charts {

  /** What is read of a record at once: years of what most patients have. */
  private static final int MOST = 1_000;

  private static final int LATEST_VISITS = 20;

  private final ChartRepository repository;
  private final RecordReaders readers;
  private final RecordOpener opener;
  private final PatientAccessCheck access;
  private final Clock clock;

  public Charts(
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

  /** A patient's record. */
  public Future<Chart> get(GetChart request, Caller caller) {
    UUID patientId = request.patientId();
    return access
        .require(ChartApi.GET_CHART, caller, patientId)
        .compose(relation -> readers.of(caller, patientId, relation))
        .compose(
            reader ->
                repository
                    .page(patientId, reader, null, MOST, null, clock.instant())
                    .compose(
                        page ->
                            opener.open(
                                patientId,
                                page.rows(),
                                keys ->
                                    chart(
                                        patientId,
                                        reader,
                                        page.rows().stream()
                                            .map(row -> OpenedItem.open(row, keys))
                                            .toList()))));
  }

  /** What happened, latest first. */
  public Future<Timeline> timeline(ListTimeline request, Caller caller) {
    UUID patientId = request.patientId();
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    return access
        .require(ChartApi.LIST_TIMELINE, caller, patientId)
        .compose(relation -> readers.of(caller, patientId, relation))
        .compose(
            reader ->
                repository.page(patientId, reader, request.kind(), limit, after, clock.instant()))
        .compose(
            page ->
                opener
                    .open(
                        patientId,
                        page.rows(),
                        keys ->
                            page.rows().stream()
                                .map(row -> OpenedItem.open(row, keys).item())
                                .toList())
                    .map(items -> new Timeline(items, page.next())));
  }

  /** How often a record has changed; the live updates read it for all who watch it. */
  public Future<RecordState> state(GetRecordState request, Caller caller) {
    Future<?> allowed =
        caller.userId() == null && caller.has(Role.ADMIN)
            ? Future.succeededFuture()
            : access.require(ChartApi.GET_RECORD_STATE, caller, request.recordId());
    return allowed
        .compose(done -> repository.changes(request.recordId(), clock.instant()))
        .map(changes -> new RecordState(request.recordId(), changes));
  }

  private static Chart chart(UUID patientId, RecordReader reader, List<OpenedItem> items) {
    List<Entry> entries =
        items.stream().map(one -> one.item().entry()).filter(Objects::nonNull).toList();
    List<ChartVisit> visits =
        items.stream().map(one -> one.item().visit()).filter(Objects::nonNull).toList();
    boolean isOpened = reader.doctorId() != null && reader.seesAll();
    return new Chart(
        patientId,
        isOpened && items.stream().anyMatch(one -> isRestricted(one.item())),
        entries,
        vitals(items),
        visits.subList(0, Math.min(LATEST_VISITS, visits.size())),
        visits.size() > LATEST_VISITS);
  }

  private static boolean isRestricted(TimelineItem item) {
    return item.visit() == null
        ? item.entry().restricted() != null
        : item.visit().restricted() != null;
  }

  /** Of encounters that are signed and stand. */
  private static List<VitalsTaken> vitals(List<OpenedItem> items) {
    List<VitalsTaken> vitals = new ArrayList<>();
    for (OpenedItem one : items) {
      ChartVisit visit = one.item().visit();
      if (visit != null
          && visit.status() == EncounterStatus.FINISHED
          && !one.note().measurements().isEmpty()) {
        vitals.add(new VitalsTaken(visit.id(), visit.start(), one.note().measurements()));
      }
    }
    Collections.reverse(vitals);
    return vitals;
  }
}
