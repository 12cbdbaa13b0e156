package io.clinibus.reports;

import io.clinibus.platform.Module;
import io.clinibus.reports.api.ReportsApi;

/** The reports domain's description of itself. */
public final class ReportsModule {

  public static final Module MODULE =
      Module.of("reports", ReportsVerticle::new)
          .withApis(ReportsApi.class)
          .withTopics(ReportsTopics.ALL);

  private ReportsModule() {}
}
