package io.clinibus.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.TimeUnit;

/**
 * Tells whoever runs the node how it is, on a port of its own: {@code /health/live} whether it
 * should be restarted, {@code /health/ready} whether it should get requests.
 */
final class Management {

  private static final int PATIENCE_SECONDS = 1;
  private static final String UP = "up";
  private static final String DOWN = "down";

  private final Platform platform;
  private final IdentityWatch identity;
  private volatile boolean serving;
  private HttpServer server;

  Management(Platform platform, IdentityWatch identity) {
    this.platform = platform;
    this.identity = identity;
  }

  Future<?> start() {
    var endpoint = platform.settings().management();
    return platform
        .vertx()
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(endpoint.port(), endpoint.host())
        .onSuccess(opened -> server = opened);
  }

  Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  int port() {
    return server.actualPort();
  }

  void ready() {
    serving = true;
  }

  void notReady() {
    serving = false;
  }

  private void handle(HttpServerRequest request) {
    switch (request.path()) {
      case "/health/live" -> answer(request, 200, report(UP));
      case "/health/ready" -> readiness().onSuccess(report -> answerReadiness(request, report));
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void answerReadiness(HttpServerRequest request, ObjectNode report) {
    answer(request, report.get("status").asText().equals(DOWN) ? 503 : 200, report);
  }

  /** Ready without Redis: slower, with limits counted per node, but right. */
  private Future<ObjectNode> readiness() {
    Future<String> database =
        state(platform.database() == null ? null : platform.database().query("SELECT 1").execute());
    Future<String> redis =
        state(platform.redis() == null ? null : platform.redis().send(Request.cmd(Command.PING)));
    return Future.all(database, redis)
        .map(
            known -> {
              boolean up = serving && identity.isReady() && database.result().equals(UP);
              boolean degraded = !redis.result().equals(UP);
              ObjectNode report = report(!up ? DOWN : degraded ? "degraded" : UP);
              report
                  .putObject("checks")
                  .put("serving", serving ? UP : DOWN)
                  .put("identity", identity.isReady() ? UP : DOWN)
                  .put("postgresql", database.result())
                  .put("redis", redis.result());
              return report;
            });
  }

  private static Future<String> state(Future<?> check) {
    return check == null
        ? Future.succeededFuture(DOWN)
        : check.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).map(UP).otherwise(DOWN);
  }

  private static ObjectNode report(String status) {
    return Json.MAPPER.createObjectNode().put("status", status);
  }

  private static void answer(HttpServerRequest request, int status, ObjectNode report) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Buffer.buffer(report.toString()));
  }
}
