package io.clinibus.reports;

import io.clinibus.platform.NodeContext;
import io.clinibus.reports.api.ReportsApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the reports domain. */
public final class ReportsVerticle extends VerticleBase {

  private final NodeContext platform;

  public ReportsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    var overviews =
        new Overviews(vertx, new OverviewRepository(platform.database()), platform.clock());
    var toDos = new ToDos(new ToDoRepository(platform.database()));
    return Future.all(
        platform.bus().serve(ReportsApi.GET_OVERVIEW, overviews::get),
        platform.bus().serve(ReportsApi.GET_TO_DO, toDos::get));
  }
}
