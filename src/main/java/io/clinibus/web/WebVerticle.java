package io.clinibus.web;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;

/** Serves the API and the app. The last thing of a node to start. */
public final class WebVerticle extends VerticleBase {

  private final Platform platform;
  private HttpServer server;

  public WebVerticle(Platform platform) {
    this.platform = platform;
  }

  /** The port that was opened; differs from the setting when that is 0. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    var endpoint = platform.settings().http().endpoint();
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.response().setStatusCode(501).end())
        .listen(endpoint.port(), endpoint.host())
        .onSuccess(opened -> server = opened);
  }
}
