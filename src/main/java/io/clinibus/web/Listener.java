package io.clinibus.web;

import io.clinibus.settings.Settings;
import io.clinibus.web.http.FramingCheck;
import io.clinibus.web.live.socket.LiveServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A verticle per event loop that serves the public port. */
final class Listener extends VerticleBase {

  private static final int IDLE_SECONDS = 60;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int BACKLOG = 4096;
  private static final int DRAIN_SECONDS = 10;

  /** Within this a request, headers and body, must arrive. */
  private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(30);

  /** Of TLS 1.2: with forward secrecy and authenticated encryption. TLS 1.3 has no others. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Any free port, the same for all listeners deployed together. */
  private static final int ANY_SHARED = -1;

  private final Settings.Http settings;
  private final Function<Vertx, Handler<HttpServerRequest>> handlers;
  private final FramingCheck framing;
  private final ConnectionBounds connections;
  private final Supplier<Future<?>> beforeDrain;
  private HttpServer server;

  /**
   * @param beforeDrain called before the port closes, so that no new requests arrive
   */
  Listener(
      Settings.Http settings,
      Function<Vertx, Handler<HttpServerRequest>> handlers,
      FramingCheck framing,
      ConnectionBounds connections,
      Supplier<Future<?>> beforeDrain) {
    this.settings = settings;
    this.handlers = handlers;
    this.framing = framing;
    this.connections = connections;
    this.beforeDrain = beforeDrain;
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(options())
        .requestHandler(
            RequestDeadline.before(vertx, REQUEST_PATIENCE, framing.before(handlers.apply(vertx))))
        .invalidRequestHandler(framing::refuseUndecodable)
        .connectionHandler(
            connection -> {
              connections.admit(connection);
              RequestDeadline.watch(connection, REQUEST_PATIENCE);
            })
        .listen(port(settings.endpoint().port()), settings.endpoint().host())
        .onSuccess(opened -> server = opened);
  }

  /**
   * Accepts no new connection, completes requests in flight, then closes the remaining connections.
   * Runs on this listener's own context, wherever the drain ends: the server waits by a timer of
   * the context it is stopped on, and a timer of another listener ends with that listener.
   */
  @Override
  public Future<?> stop() {
    Promise<Void> stopped = Promise.promise();
    beforeDrain
        .get()
        .onComplete(left -> context.runOnContext(own -> shutDown().onComplete(stopped)));
    return stopped.future();
  }

  private Future<Void> shutDown() {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  private static int port(int wanted) {
    return wanted == 0 ? ANY_SHARED : wanted;
  }

  private HttpServerOptions options() {
    var options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setAcceptBacklog(BACKLOG)
            .setTcpNoDelay(true)
            .setMaxWebSocketFrameSize(LiveServer.MAX_MESSAGE_BYTES)
            .setMaxWebSocketMessageSize(LiveServer.MAX_MESSAGE_BYTES)
            // Browsers offer it, but each frame would be compressed again for every socket, and
            // each socket would keep a dictionary many times the size of its frames.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setHttp2ClearTextEnabled(false);
    settings
        .tls()
        .ifPresent(
            tls -> {
              CIPHERS.forEach(options::addEnabledCipherSuite);
              options
                  .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                  .setSsl(true)
                  .setUseAlpn(true)
                  .setKeyCertOptions(
                      new PemKeyCertOptions()
                          .addCertPath(tls.certificate().toString())
                          .addKeyPath(tls.key().toString()));
            });
    return options;
  }
}
