package io.clinibus.records;

import io.clinibus.platform.Module;
import io.clinibus.records.api.RecordsFailures;

/** Describes the records domain. */
public final class RecordsModule {

  public static final Module MODULE =
      Module.of("records", RecordsVerticle::new)
          .withFailures(RecordsFailures.class)
          .withPersonalData(RecordsPersonalData.ALL);

  private RecordsModule() {}
}
