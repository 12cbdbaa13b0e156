package io.clinibus.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.ReadinessCheck;
import io.clinibus.settings.Settings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics on a separate port: {@code /health/live} is the liveness probe, {@code
 * /health/ready} the readiness probe with the reasons of a failure, {@code /metrics} the Prometheus
 * metrics.
 */
public final class ManagementVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementVerticle.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int PATIENCE_SECONDS = 1;
  private static final String UP = "up";
  private static final String DOWN = "down";
  private static final String DEGRADED = "degraded";

  private final Settings.Endpoint endpoint;
  private final String node;
  private final List<ReadinessCheck> checks = new ArrayList<>();
  private final Supplier<String> metrics;
  private volatile String notServing = "is starting";
  private HttpServer server;

  /**
   * @param node the name of this node
   * @param metrics the metrics in Prometheus's text format
   */
  public ManagementVerticle(
      Settings.Endpoint endpoint,
      String node,
      List<ReadinessCheck> checks,
      Supplier<String> metrics) {
    this.metrics = metrics;
    this.endpoint = endpoint;
    this.node = node;
    this.checks.add(ReadinessCheck.of("serving", true, () -> notServing));
    this.checks.addAll(checks);
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .requestHandler(this::handle)
        .listen(endpoint.port(), endpoint.host())
        .onSuccess(opened -> server = opened);
  }

  /** The actual port; differs from the setting if that is 0. */
  public int port() {
    return server.actualPort();
  }

  /** Marks the node as started. */
  public void ready() {
    notServing = null;
  }

  /** Marks the node as stopping, so that load balancers send requests elsewhere. */
  public void stopping() {
    notServing = "is stopping";
  }

  private void handle(HttpServerRequest request) {
    switch (request.path()) {
      case "/health/live" -> answer(request, 200, report(UP));
      case "/health/ready" -> readiness().onSuccess(report -> answerReadiness(request, report));
      case "/metrics" -> measured(request);
      default -> request.response().setStatusCode(404).end();
    }
  }

  /** Not on the event loop: the text has thousands of lines. */
  private void measured(HttpServerRequest request) {
    vertx
        .executeBlocking(metrics::get, false)
        .onSuccess(
            text -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS).end(text))
        .onFailure(
            cause -> {
              LOG.error("metrics unavailable", cause);
              request.response().setStatusCode(500).end();
            });
  }

  private static void answerReadiness(HttpServerRequest request, ObjectNode report) {
    answer(request, report.get("status").asText().equals(DOWN) ? 503 : 200, report);
  }

  private Future<ObjectNode> readiness() {
    List<Future<?>> states = new ArrayList<>();
    for (ReadinessCheck check : checks) {
      states.add(check.state().get().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return Future.join(states).transform(known -> Future.succeededFuture(report(states)));
  }

  private ObjectNode report(List<Future<?>> states) {
    String status = UP;
    ObjectNode each = Json.MAPPER.createObjectNode();
    ArrayNode reasons = Json.MAPPER.createArrayNode();
    for (int i = 0; i < states.size(); i++) {
      ReadinessCheck check = checks.get(i);
      AsyncResult<?> state = states.get(i);
      each.put(check.name(), state.succeeded() ? UP : DOWN);
      if (state.failed()) {
        reasons.add(check.name() + ": " + reason(state.cause()));
        status = check.needed() || status.equals(DOWN) ? DOWN : DEGRADED;
      }
    }
    ObjectNode report = report(status).put("node", node);
    report.set("checks", each);
    report.set("reasons", reasons);
    return report;
  }

  private static String reason(Throwable cause) {
    return cause instanceof TimeoutException
        ? "no answer within " + PATIENCE_SECONDS + " s"
        : cause.getMessage();
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
