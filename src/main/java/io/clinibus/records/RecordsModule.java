package io.clinibus.records;

import io.clinibus.platform.Module;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.chart.RecordTopics;

/** Describes the records domain. */
public final class RecordsModule {

  public static final Module MODULE =
      Module.of("records", RecordsVerticle::new)
          .withApis(ChartApi.class, EntriesApi.class, RestrictionsApi.class)
          .withFailures(RecordsFailures.class)
          .withTopics(RecordTopics.ALL)
          .withPersonalData(RecordsPersonalData.ALL);

  private RecordsModule() {}
}
