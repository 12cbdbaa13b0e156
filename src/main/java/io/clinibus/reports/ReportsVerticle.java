package io.clinibus.reports;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the reports domain. */
public final class ReportsVerticle extends VerticleBase {

  private final Platform platform;

  public ReportsVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    var overviews =
        new Overviews(vertx, new OverviewRepository(platform.database()), platform.clock());
    return platform.bus().serve(ReportsApi.GET_OVERVIEW, overviews::get);
  }
}
