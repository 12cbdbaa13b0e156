package io.clinibus.documents.blobs;

import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A bucket of S3, or of what speaks its protocol, with an object for each name. Requests are signed
 * and sent over HTTPS; those that failed on the way or at the server are repeated.
 */
public final class S3BlobStore implements BlobStore {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL_CONTENT = 206;
  private static final int NOT_FOUND = 404;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int ATTEMPTS = 4;
  private static final int FIRST_PAUSE_MS = 200;
  private static final int CONNECTIONS = 16;
  private static final int CONNECT_MS = 5_000;
  private static final int REQUEST_MS = 60_000;

  /** Sent by this client or by Vert.x itself. */
  private static final Set<String> NOT_COPIED = Set.of("host", "content-length");

  private final Vertx vertx;
  private final URI endpoint;
  private final String bucket;
  private final S3Signer signer;
  private final HttpClient client;
  private final WorkerExecutor workers;

  public S3BlobStore(Vertx vertx, Settings.S3 settings, Clock clock) {
    this.vertx = vertx;
    this.endpoint = settings.endpoint();
    this.bucket = settings.bucket();
    this.signer =
        new S3Signer(settings.accessKey(), settings.secretKey(), settings.region(), clock);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(endpoint.getScheme().equals("https"))
                .setConnectTimeout(CONNECT_MS)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.workers = vertx.createSharedWorkerExecutor("blob-s3", 2, 2, TimeUnit.MINUTES);
  }

  /** A request, of which the body can be sent again. */
  private record Call(
      HttpMethod method,
      String target,
      Map<String, String> headers,
      ContentStreamProvider signed,
      long length,
      Sending body) {}

  private interface Sending {
    Future<HttpClientResponse> send(HttpClientRequest request);
  }

  private record Reply(int status, Buffer body) {}

  @Override
  public Future<Void> put(String name, Buffer content) {
    return expect(
        new Call(
            HttpMethod.PUT,
            object(name),
            Map.of(),
            () -> new ByteArrayInputStream(content.getBytes()),
            content.length(),
            request -> request.send(content)),
        OK);
  }

  @Override
  public Future<Void> put(String name, Path content) {
    return workers
        .executeBlocking(() -> Files.size(content), false)
        .compose(
            size ->
                expect(
                    new Call(
                        HttpMethod.PUT,
                        object(name),
                        Map.of(),
                        () -> open(content),
                        size,
                        request ->
                            vertx
                                .fileSystem()
                                .open(content.toString(), new OpenOptions().setWrite(false))
                                .compose(request::send)),
                    OK));
  }

  @Override
  public Future<Buffer> get(String name, long offset, int length) {
    if (length == 0) {
      return Future.succeededFuture(Buffer.buffer());
    }
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    return send(call(HttpMethod.GET, object(name), Map.of("Range", range)))
        .map(
            reply ->
                switch (reply.status()) {
                  case OK, PARTIAL_CONTENT -> reply.body();
                  case RANGE_NOT_SATISFIABLE -> Buffer.buffer();
                  case NOT_FOUND -> throw new NoSuchBlob(name);
                  default -> throw refused(reply.status());
                });
  }

  @Override
  public Future<Path> scratch() {
    return Future.succeededFuture(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Override
  public Future<Void> delete(String name) {
    return expect(call(HttpMethod.DELETE, object(name), Map.of()), NO_CONTENT, OK, NOT_FOUND);
  }

  @Override
  public Future<List<Blob>> list(String prefix, String after, int limit) {
    String query =
        "?list-type=2&max-keys="
            + limit
            + "&prefix="
            + encoded(prefix)
            + (after.isEmpty() ? "" : "&start-after=" + encoded(after));
    return send(call(HttpMethod.GET, bucketPath() + query, Map.of()))
        .map(
            reply -> {
              if (reply.status() != OK) {
                throw refused(reply.status());
              }
              return S3Listing.parse(reply.body().getBytes());
            });
  }

  @Override
  public Future<Void> check() {
    return list("", "", 1).mapEmpty();
  }

  private Call call(HttpMethod method, String target, Map<String, String> headers) {
    return new Call(method, target, headers, null, 0, HttpClientRequest::send);
  }

  private Future<Void> expect(Call call, Integer... statuses) {
    return send(call)
        .map(
            reply -> {
              if (!List.of(statuses).contains(reply.status())) {
                throw refused(reply.status());
              }
              return null;
            });
  }

  private static IllegalStateException refused(int status) {
    return new IllegalStateException("S3 answered " + status);
  }

  private Future<Reply> send(Call call) {
    return repeated(() -> once(call), 1);
  }

  private Future<Reply> repeated(Supplier<Future<Reply>> request, int attempt) {
    return request
        .get()
        .transform(
            result -> {
              boolean again =
                  result.failed()
                      || result.result().status() >= SERVER_ERROR
                      || result.result().status() == TOO_MANY;
              if (!again || attempt == ATTEMPTS) {
                return result.succeeded()
                    ? Future.succeededFuture(result.result())
                    : Future.failedFuture(result.cause());
              }
              Promise<Void> paused = Promise.promise();
              vertx.setTimer((long) FIRST_PAUSE_MS << attempt, due -> paused.complete());
              return paused.future().compose(done -> repeated(request, attempt + 1));
            });
  }

  /** Signed for each request: a signature is valid for some minutes only. */
  private Future<Reply> once(Call call) {
    URI address = endpoint.resolve(call.target());
    return workers
        .executeBlocking(
            () -> signer.sign(call.method().name(), address, call.headers(), call.signed()), false)
        .compose(
            headers ->
                client
                    .request(options(call, address))
                    .compose(
                        request -> {
                          headers.forEach(
                              (header, values) -> {
                                if (!NOT_COPIED.contains(header.toLowerCase(Locale.ROOT))) {
                                  request.putHeader(header, values);
                                }
                              });
                          if (call.signed() != null) {
                            request.putHeader("Content-Length", Long.toString(call.length()));
                          }
                          return call.body().send(request);
                        }))
        .compose(response -> response.body().map(body -> new Reply(response.statusCode(), body)));
  }

  private static RequestOptions options(Call call, URI address) {
    return new RequestOptions()
        .setMethod(call.method())
        .setAbsoluteURI(address.toString())
        .setTimeout(REQUEST_MS);
  }

  private String bucketPath() {
    return "/" + bucket;
  }

  /** Names need no encoding. */
  private String object(String name) {
    return bucketPath() + "/" + BlobStore.checked(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
