package io.clinibus.reports;

import io.clinibus.platform.Module;
import io.clinibus.reports.api.ReportsApi;
import java.util.List;

/** Describes the reports domain. */
public final class ReportsModule {

  public static final Module MODULE =
      new Module("reports", List.of(ReportsApi.class), ReportsVerticle::new);

  private ReportsModule() {}
}
