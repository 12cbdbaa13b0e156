package io.clinibus.records;

import io.clinibus.bus.Bus;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.chart.ChartRepository;
import io.clinibus.records.chart.Charts;
import io.clinibus.records.chart.RecordOpener;
import io.clinibus.records.chart.RecordSearch;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.entries.Entries;
import io.clinibus.records.entries.EntryRepository;
import io.clinibus.records.entries.RecordChangeRepository;
import io.clinibus.records.entries.RecordReaders;
import io.clinibus.records.entries.RestrictionRepository;
import io.clinibus.records.entries.Restrictions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires entries, what patients restrict, and records as a whole. */
final class ChartServices {

  private ChartServices() {}

  static Future<?> serve(
      NodeContext platform,
      RecordReaders readers,
      PartOpeners openers,
      PatientAccessCheck access,
      PlainNames names) {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    var entryRepository = new EntryRepository(database, platform.patientKeys(), openers);
    var entries = new Entries(entryRepository, readers, access, names, bus, clock);
    var changes = new RecordChangeRepository(database);
    var restrictions =
        new Restrictions(new RestrictionRepository(database), changes, access, bus, clock);
    var repository = new ChartRepository(database);
    var opener = new RecordOpener(platform.vertx(), openers);
    var charts = new Charts(repository, changes, opener, access, names, clock);
    var search = new RecordSearch(repository, readers, opener, access, names, clock);
    return Future.all(
        List.of(
            bus.serve(EntriesApi.RECORD_ENTRY, entries::record),
            bus.serve(EntriesApi.CHANGE_ENTRY, entries::change),
            bus.serve(EntriesApi.STRIKE_ENTRY, entries::strike),
            bus.serve(EntriesApi.GET_ENTRY_HISTORY, entries::history),
            bus.serve(RestrictionsApi.LIST_RESTRICTIONS, restrictions::list),
            bus.serve(RestrictionsApi.RESTRICT_PART, restrictions::restrict),
            bus.serve(RestrictionsApi.LIFT_RESTRICTION, restrictions::lift),
            bus.serve(ChartApi.GET_CHART, charts::get),
            bus.serve(ChartApi.LIST_TIMELINE, charts::timeline),
            bus.serve(ChartApi.SEARCH_RECORD, search::search),
            bus.serve(ChartApi.GET_RECORD_STATE, charts::state)));
  }
}
