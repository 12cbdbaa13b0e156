package io.clinibus.web.rest;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.content.Section;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.RequestReader;
import io.clinibus.web.security.Authentication;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends the body of a request to the domain section by section, each when the one before is stored.
 * The client is not read meanwhile: no more than a section and what the socket had read are in
 * memory. If the connection ends, complete sections stay stored.
 */
final class SectionReceiver<Q extends Record, R extends Record> {

  private static final String FILE = "application/octet-stream";
  private static final String IDENTITY = "identity";

  /** The most bytes of a body. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final Endpoint<Q, R> endpoint;
  private final RequestReader<Q> reader;
  private final Bus bus;
  private final Authentication authentication;

  SectionReceiver(
      Endpoint<Q, R> endpoint, RequestReader<Q> reader, Bus bus, Authentication authentication) {
    this.endpoint = endpoint;
    this.reader = reader;
    this.bus = bus;
    this.authentication = authentication;
  }

  /**
   * Receives the body. The request must have been paused when it arrived.
   *
   * @return the domain's reply to the last section
   */
  Future<R> receive(RoutingContext context, Caller caller) {
    Failure refusal = refusal(context.request());
    return refusal == null ? new Transfer(context, caller).begin() : Future.failedFuture(refusal);
  }

  private static Failure refusal(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (!FILE.equals(type) || encoding != null && !encoding.equalsIgnoreCase(IDENTITY)) {
      return Failure.of(CommonFailures.UNSUPPORTED_MEDIA_TYPE, "Send " + FILE + ".");
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && Long.parseLong(length) > MOST_BYTES ? tooLarge() : null;
  }

  private static Failure tooLarge() {
    return Failure.of(CommonFailures.TOO_LARGE, "A body may have at most 8 MB.");
  }

  /** One body on its way. Used on the event loop of its connection only. */
  private final class Transfer {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Caller caller;
    private final Promise<R> done = Promise.promise();
    private Buffer waiting = Buffer.buffer();
    private R last;
    private long received;
    private long sent;
    private boolean ended;
    private boolean sending;

    Transfer(RoutingContext context, Caller caller) {
      this.context = context;
      this.request = context.request();
      this.caller = caller;
    }

    Future<R> begin() {
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        request.response().writeContinue();
      }
      if (request.isEnded()) {
        end();
      } else {
        request
            .handler(this::add)
            .endHandler(end -> end())
            .exceptionHandler(cause -> done.tryFail(new HttpClosedException("body incomplete")))
            .resume();
      }
      return done.future();
    }

    private void add(Buffer bytes) {
      received += bytes.length();
      if (received > MOST_BYTES) {
        done.tryFail(tooLarge());
      } else if (!done.future().isComplete()) {
        waiting.appendBuffer(bytes);
        next();
      }
    }

    private void end() {
      ended = true;
      next();
    }

    private void next() {
      if (sending || done.future().isComplete()) {
        return;
      }
      int length = Math.min(waiting.length(), Section.WRITTEN);
      if (length < Section.WRITTEN && !ended) {
        request.resume();
        return;
      }
      if (length == 0 && last != null) {
        done.tryComplete(last);
        return;
      }
      if (length == 0) {
        done.tryFail(
            Failure.of(
                CommonFailures.MALFORMED_REQUEST,
                "A body is required.",
                CommonFieldErrors.REQUIRED.at("", "A body is required.")));
        return;
      }
      sending = true;
      request.pause();
      byte[] section = waiting.getBytes(0, length);
      waiting = waiting.getBuffer(length, waiting.length());
      send(section).onComplete(this::sent, done::tryFail);
    }

    private Future<R> send(byte[] section) {
      long from = sent;
      sent += section.length;
      return Future.succeededFuture()
          .compose(
              ready -> {
                Q asked = reader.readSection(context, from, section);
                return bus.request(endpoint.operation(), asked, authentication.again(caller));
              });
    }

    private void sent(R reply) {
      sending = false;
      last = reply;
      next();
    }
  }
}
