package io.clinibus.records.chart;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.RecordState;
import io.clinibus.records.api.ChartApi.Timeline;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.ChartApi.VitalsTaken;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.chart.ChartRepository.Page;
import io.clinibus.records.codes.CodeNaming;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.entries.RecordChangeRepository;
import io.clinibus.records.entries.RecordChangeRepository.Before;
import io.clinibus.records.entries.RecordReader;
import io.clinibus.records.entries.RecordReaders;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads records as a whole, for those who treat the patient, and the patient. */
public final class Charts {

  /** What is read of a record at once: years of what most patients have. */
  private static final int MOST = 1_000;

  private static final int LATEST_VISITS = 20;

  private final ChartRepository repository;
  private final RecordChangeRepository changes;
  private final RecordOpener opener;
  private final PatientAccessCheck access;
  private final PlainNames names;
  private final Clock clock;

  public Charts(
      ChartRepository repository,
      RecordChangeRepository changes,
      RecordOpener opener,
      PatientAccessCheck access,
      PlainNames names,
      Clock clock) {
    this.repository = repository;
    this.changes = changes;
    this.opener = opener;
    this.access = access;
    this.names = names;
    this.clock = clock;
  }

  /** A patient's record. */
  public Future<Chart> get(GetChart request, Caller caller) {
    return read(ChartApi.GET_CHART, request.patientId(), caller)
        .compose(
            read ->
                page(read, null, MOST, null)
                    .compose(
                        page ->
                            opener.open(
                                read.patientId(),
                                page.rows(),
                                caller,
                                parts -> chart(read, page.rows(), parts)))
                    .compose(
                        chart ->
                            names.shown(
                                chart, read.reader().namesIn(request.language()), Charts::named)));
  }

  private static Chart named(CodeNaming naming, Chart chart) {
    return chart.with(
        chart.entries().stream().map(naming::shown).toList(),
        chart.visits().stream().map(naming::shown).toList());
  }

  /** What happened, latest first. */
  public Future<Timeline> timeline(ListTimeline request, Caller caller) {
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    return read(ChartApi.LIST_TIMELINE, request.patientId(), caller)
        .compose(
            read ->
                page(read, request.kind(), limit, after)
                    .compose(
                        page ->
                            opener.open(
                                read.patientId(),
                                page.rows(),
                                caller,
                                parts ->
                                    new Timeline(
                                        items(page.rows(), parts).map(OpenedItem::item).toList(),
                                        page.next(),
                                        read.changes())))
                    .compose(
                        timeline ->
                            names.shown(
                                timeline,
                                read.reader().namesIn(request.language()),
                                Charts::named)));
  }

  private static Timeline named(CodeNaming naming, Timeline timeline) {
    return new Timeline(
        timeline.items().stream().map(naming::shown).toList(), timeline.next(), timeline.changes());
  }

  /**
   * A record as a reader sees it.
   *
   * @param changes how often it had changed before it was read, so that what is read is no older
   */
  private record Read(UUID patientId, RecordReader reader, long changes) {}

  private Future<Read> read(Operation<?, ?> operation, UUID patientId, Caller caller) {
    return access
        .require(
            operation,
            caller,
            patientId,
            () -> changes.before(caller, patientId, clock.instant()),
            Before::relation)
        .map(
            before ->
                new Read(
                    patientId,
                    RecordReaders.reader(caller, before.relation(), before.opened()),
                    before.changes()));
  }

  private Future<Page> page(Read read, List<TimelineKind> kinds, int limit, Cursor after) {
    return repository.page(read.patientId(), read.reader(), kinds, limit, after, clock.instant());
  }

  private static Stream<OpenedItem> items(List<TimelineRow> rows, PartOpener parts) {
    return rows.stream().map(row -> OpenedItem.open(row, parts));
  }

  /** How often a record has changed; the live updates read it for all who watch it. */
  public Future<RecordState> state(GetRecordState request, Caller caller) {
    Future<?> allowed =
        caller.userId() == null && caller.has(Role.ADMIN)
            ? Future.succeededFuture()
            : access.require(ChartApi.GET_RECORD_STATE, caller, request.recordId());
    return allowed.compose(done -> changes.state(request.recordId(), clock.instant()));
  }

  private static Chart chart(Read read, List<TimelineRow> rows, PartOpener parts) {
    List<OpenedItem> items = items(rows, parts).toList();
    List<Entry> entries =
        items.stream().map(one -> one.item().entry()).filter(Objects::nonNull).toList();
    List<ChartVisit> visits =
        items.stream().map(one -> one.item().visit()).filter(Objects::nonNull).toList();
    boolean isOpened = read.reader().doctorId() != null && read.reader().seesAll();
    return new Chart(
        read.patientId(),
        isOpened && items.stream().anyMatch(one -> isRestricted(one.item())),
        entries,
        vitals(items),
        visits.subList(0, Math.min(LATEST_VISITS, visits.size())),
        visits.size() > LATEST_VISITS,
        parts.unreadableCount(),
        read.changes());
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
          && one.note() != null
          && !one.note().measurements().isEmpty()) {
        vitals.add(
            new VitalsTaken(
                visit.id(), visit.start(), one.note().measurements(), visit.restricted()));
      }
    }
    Collections.reverse(vitals);
    return vitals;
  }
}
