package io.clinibus.web.contract;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Reads a body of limited size. The request must have been paused when it arrived. */
public final class RequestBody {

  private static final int MAX_BYTES = 64 * 1024;

  /** A body slightly over the limit is read to its end before the refusal. */
  private static final int MAX_EXCESS_BYTES = 1024 * 1024;

  /** The most bytes of a refused request that are read. */
  private static final int MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

  /** How long the rest of a body that is too large is read after the refusal. */
  private static final long LINGER_MILLIS = 5_000;

  /** Of an answer that is complete (RFC 9113, section 8.1). */
  private static final long NO_ERROR = 0;

  private static final String IDENTITY = "identity";

  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private RequestBody() {}

  /**
   * Reads the body.
   *
   * @return fails with {@code UNSUPPORTED_MEDIA_TYPE} or {@code TOO_LARGE}
   */
  public static Future<Buffer> read(HttpServerRequest request) {
    if (isEmpty(request)) {
      request.resume();
      return Future.succeededFuture(Buffer.buffer());
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !JSON.matcher(type.strip()).matches()) {
      return Future.failedFuture(
          Failure.of(CommonFailures.UNSUPPORTED_MEDIA_TYPE, "Send application/json in UTF-8."));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase(IDENTITY)) {
      return Future.failedFuture(
          Failure.of(
              CommonFailures.UNSUPPORTED_MEDIA_TYPE,
              "Send the body as it is, without encoding it."));
    }
    if (announced(request) > MAX_EXCESS_BYTES) {
      return Future.failedFuture(tooLarge());
    }
    return collect(request);
  }

  /**
   * Discards the rest of a refused request's body, so that the connection can be reused. A
   * connection that is closed while its client sends loses the refusal (RFC 9112, section 9.6): a
   * body that is too large is read for a time of its own, and the connection closed after it, or
   * the stream of HTTP/2 reset.
   */
  public static void discard(RoutingContext context, Throwable refusal) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    if (refusal instanceof Failure failure && failure.is(CommonFailures.TOO_LARGE)) {
      closeAfterwards(context.vertx(), request);
    }
    long[] discarded = {0};
    request
        .handler(
            chunk -> {
              discarded[0] += chunk.length();
              if (discarded[0] > MAX_DISCARDED_BYTES) {
                stop(request);
              }
            })
        .resume();
  }

  private static void closeAfterwards(Vertx vertx, HttpServerRequest request) {
    long timer = vertx.setTimer(LINGER_MILLIS, due -> stop(request));
    request.end().onComplete(read -> vertx.cancelTimer(timer));
  }

  /** Reads no more; other streams of an HTTP/2 connection go on. */
  private static void stop(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(NO_ERROR);
    } else {
      request.connection().close();
    }
  }

  private static Future<Buffer> collect(HttpServerRequest request) {
    Promise<Buffer> collected = Promise.promise();
    Buffer body = Buffer.buffer();
    long[] received = {0};
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request
        .handler(
            chunk -> {
              received[0] += chunk.length();
              if (received[0] <= MAX_BYTES) {
                body.appendBuffer(chunk);
              } else if (received[0] > MAX_EXCESS_BYTES) {
                collected.tryFail(tooLarge());
              }
            })
        .endHandler(
            end -> {
              if (received[0] <= MAX_BYTES) {
                collected.tryComplete(body);
              } else {
                collected.tryFail(tooLarge());
              }
            })
        // Whatever it is, an invalid chunk included, Vert.x closes the connection.
        .exceptionHandler(cause -> collected.tryFail(new HttpClosedException("body incomplete")))
        .resume();
    return collected.future();
  }

  private static Failure tooLarge() {
    return Failure.of(CommonFailures.TOO_LARGE, "A body may have at most 64 kB.");
  }

  private static boolean isEmpty(HttpServerRequest request) {
    return request.isEnded()
        || announced(request) == 0
        || announced(request) < 0
            && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            && request.version() != HttpVersion.HTTP_2;
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }
}
