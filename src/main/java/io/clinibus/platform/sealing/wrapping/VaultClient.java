package io.clinibus.platform.sealing.wrapping;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the transit engine of a Vault. The token is read again for each: an agent of Vault
 * replaces it.
 */
final class VaultClient {

  private static final Logger LOG = LoggerFactory.getLogger(VaultClient.class);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final int CONNECTIONS = 8;
  private static final int WAITING = 200;
  private static final int MOST_BYTES = 2 << 20;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final Vertx vertx;
  private final Settings.Vault vault;
  private final Duration patience;
  private final Metrics metrics;
  private final HttpClient http;

  VaultClient(Vertx vertx, Settings.Vault vault, Duration patience, Metrics metrics) {
    this.vertx = vertx;
    this.vault = vault;
    this.patience = patience;
    this.metrics = metrics;
    var options =
        new HttpClientOptions()
            .setSsl(vault.url().getScheme().equals("https"))
            .setVerifyHost(true)
            .setConnectTimeout((int) CONNECT.toMillis());
    vault
        .authority()
        .map(file -> new PemTrustOptions().addCertPath(file.toString()))
        .ifPresent(options::setTrustOptions);
    this.http =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  Future<JsonObject> get(String path) {
    return send(HttpMethod.GET, path, null);
  }

  Future<JsonObject> post(String path, JsonObject body) {
    return send(HttpMethod.POST, path, body.toBuffer());
  }

  /**
   * @return the member {@code data}; fails with {@code UNAVAILABLE} if Vault is away, sealed or
   *     refuses the token
   */
  private Future<JsonObject> send(HttpMethod method, String path, Buffer body) {
    long began = System.nanoTime();
    return vertx
        .fileSystem()
        .readFile(vault.token().toString())
        .compose(
            token ->
                http.request(options(method, path, token.toString().strip()))
                    .compose(request -> answer(request, body)))
        .recover(
            cause ->
                Future.failedFuture(cause instanceof IllegalStateException ? cause : away(cause)))
        .onComplete(
            result ->
                metrics
                    .timer(
                        "clinibus.vault.request",
                        "action",
                        path.substring(0, path.indexOf('/')),
                        "outcome",
                        result.succeeded() ? "OK" : "FAILED")
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
  }

  private RequestOptions options(HttpMethod method, String path, String token) {
    boolean tls = vault.url().getScheme().equals("https");
    int port = vault.url().getPort();
    return new RequestOptions()
        .setMethod(method)
        .setHost(vault.url().getHost())
        .setPort(port > 0 ? port : tls ? 443 : 80)
        .setSsl(tls)
        .setURI("/v1/" + vault.mount() + "/" + path)
        .setTimeout(patience.toMillis())
        .putHeader("X-Vault-Token", token)
        .putHeader("X-Vault-Request", "true")
        .putHeader("Content-Type", "application/json");
  }

  /** The body is asked for on the thread of the connection, before it can have gone by. */
  private static Future<JsonObject> answer(HttpClientRequest request, Buffer body) {
    return (body == null ? request.send() : request.send(body)).compose(VaultClient::read);
  }

  private static Future<JsonObject> read(HttpClientResponse response) {
    String length = response.getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > MOST_BYTES) {
      response.request().reset();
      return Future.failedFuture("the answer is too long");
    }
    return response.body().map(body -> data(response.statusCode(), body));
  }

  /** A batch of which an item fails is answered with 400 and all results. */
  private static JsonObject data(int status, Buffer body) {
    try {
      JsonObject answer = new JsonObject(body);
      JsonObject data = answer.getJsonObject("data");
      if (status == OK && data != null) {
        return data;
      }
      if (status == BAD_REQUEST) {
        if (data != null && data.containsKey("batch_results")) {
          return data;
        }
        throw new IllegalStateException(
            "patient's key not unwrapped: " + answer.getJsonArray("errors"));
      }
    } catch (DecodeException | ClassCastException e) {
      // Not Vault's: a proxy's.
    }
    throw Failure.of(CommonFailures.UNAVAILABLE, "status " + status);
  }

  private static Failure away(Throwable cause) {
    LOG.atWarn().addKeyValue("reason", cause.getMessage()).log("Vault does not answer");
    return Failure.of(CommonFailures.UNAVAILABLE);
  }
}
