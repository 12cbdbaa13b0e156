package io.clinibus.reports;

import io.clinibus.platform.Module;
import io.clinibus.reports.api.ReportsApi;

/** Describes the reports domain. */
public final class ReportsModule {

  public static final Module MODULE =
      Module.of("reports", ReportsVerticle::new)
          .withApis(ReportsApi.class)
          .withTopics(ReportsTopics.ALL);

  private ReportsModule() {}
}
