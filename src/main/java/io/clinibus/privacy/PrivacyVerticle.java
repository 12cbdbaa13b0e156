package io.clinibus.privacy;

import io.clinibus.bus.Bus;
import io.clinibus.platform.NodeContext;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ExportsApi;
import io.clinibus.privacy.api.RetentionApi;
import io.clinibus.privacy.erasure.ErasureRepository;
import io.clinibus.privacy.erasure.ErasureWriter;
import io.clinibus.privacy.erasure.Erasures;
import io.clinibus.privacy.erasure.RecordRetentionJob;
import io.clinibus.privacy.export.ExportComposer;
import io.clinibus.privacy.export.ExportJob;
import io.clinibus.privacy.export.ExportRepository;
import io.clinibus.privacy.export.ExportService;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.records.RetainedRecordRepository;
import io.clinibus.privacy.retention.RetentionRepository;
import io.clinibus.privacy.retention.RetentionSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires the privacy domain. */
public final class PrivacyVerticle extends VerticleBase {

  private final NodeContext platform;

  public PrivacyVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    var data = new PersonalDataRepository(database, platform.patientKeys(), platform.modules());
    var periods = new RetentionRepository(database);
    var exportRepository = new ExportRepository(database, platform.patientKeys());
    var erasureRepository = new ErasureRepository(database, data, new ErasureWriter(data, periods));
    var exports = new ExportService(exportRepository, clock);
    var erasures = new Erasures(erasureRepository, bus, clock, platform.metrics());
    var retention = new RetentionSettings(periods);

    new ExportJob(exportRepository, new ExportComposer(vertx, data, clock), clock)
        .start(platform.jobs());
    new RecordRetentionJob(erasureRepository, periods, bus, clock, platform.metrics())
        .start(platform.jobs());
    new RetainedRecordRepository(database, platform.patientKeys(), data.records())
        .start(platform.jobs());
    return Future.all(
        List.of(
            bus.serve(ExportsApi.CREATE_EXPORT, exports::create),
            bus.serve(ExportsApi.LIST_EXPORTS, exports::list),
            bus.serve(ExportsApi.LIST_ALL_EXPORTS, exports::listAll),
            bus.serve(ExportsApi.GET_EXPORT_PART, exports::part),
            bus.serve(ErasuresApi.REQUEST_ERASURE, erasures::request),
            bus.serve(ErasuresApi.LIST_ERASURES, erasures::list),
            bus.serve(ErasuresApi.GET_ERASURE, erasures::get),
            bus.serve(ErasuresApi.CONFIRM_ERASURE, erasures::confirm),
            bus.serve(ErasuresApi.WITHDRAW_ERASURE, erasures::withdraw),
            bus.serve(RetentionApi.LIST_RETENTION, retention::list),
            bus.serve(RetentionApi.SET_RETENTION, retention::set)));
  }
}
