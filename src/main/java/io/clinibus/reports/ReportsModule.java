package io.clinibus.reports;

import io.clinibus.platform.Module;
import io.clinibus.reports.api.ReportsApi;
import java.util.List;

/** The reports domain's description of itself. */
public final class ReportsModule {

  public static final Module MODULE =
      new Module("reports", List.of(ReportsApi.class), List.of(), ReportsVerticle::new);

  private ReportsModule() {}
}
