package io.clinibus.bench.limit;

import io.clinibus.bench.report.BenchReport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lower bound of a Vert.x server: a constant body, or 304 if the client has it. Uses epoll as a
 * node does.
 */
public final class BareHttpServer {

  private static final String TAG = "\"constant\"";

  private BareHttpServer() {}

  /**
   * @param arguments port and size of the body in bytes
   */
  public static void main(String... arguments) {
    int port = Integer.parseInt(arguments[0]);
    Buffer body = Buffer.buffer("x".repeat(Integer.parseInt(arguments[1])));
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return vertx
                        .createHttpServer()
                        .requestHandler(request -> answer(request, body))
                        .listen(port, "127.0.0.1");
                  }
                },
            new DeploymentOptions().setInstances(BenchReport.processors()))
        .onSuccess(
            deployed -> System.out.println("bare server is ready at http://127.0.0.1:" + port));
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    var response = request.response().putHeader(HttpHeaders.ETAG, TAG);
    if (request.headers().contains(HttpHeaders.IF_NONE_MATCH)) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
    }
  }
}
