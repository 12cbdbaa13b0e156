package io.clinibus.web.rest;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.content.HasContent;
import io.clinibus.bus.content.ReadSection;
import io.clinibus.bus.content.Section;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.http.ContentHeaders;
import io.clinibus.web.http.ContentHeaders.ByteRange;
import io.clinibus.web.http.EntityTags;
import io.clinibus.web.security.Authentication;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers with a file, or a range of it (RFC 9110, 14). A section is read when the one before has
 * been written to the connection: no more than two are in memory.
 */
final class SectionSender {

  private static final int PARTIAL_CONTENT = 206;
  private static final int NOT_MODIFIED = 304;

  private final Endpoint<?, ?> endpoint;
  private final Bus bus;
  private final Authentication authentication;

  SectionSender(Endpoint<?, ?> endpoint, Bus bus, Authentication authentication) {
    this.endpoint = endpoint;
    this.bus = bus;
    this.authentication = authentication;
  }

  /**
   * Sends a file.
   *
   * @return completes when all of it was written; fails with {@code RANGE_NOT_SATISFIABLE}
   */
  Future<Void> send(RoutingContext context, Caller caller, HasContent file) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    String tag = '"' + file.contentId().toString() + '"';
    if (EntityTags.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
      ContentHeaders.add(response.headers(), file, tag);
      return response.setStatusCode(NOT_MODIFIED).end();
    }
    ByteRange range = ByteRange.of(context.request(), tag, file.size());
    if (range == null) {
      response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
      return Future.failedFuture(Failure.of(CommonFailures.RANGE_NOT_SATISFIABLE));
    }
    Runnable head =
        () -> {
          response.setStatusCode(range.partial() ? PARTIAL_CONTENT : endpoint.status());
          ContentHeaders.add(response.headers(), file, tag);
          range.addTo(response.headers(), file.size());
        };
    if (context.request().method() == HttpMethod.HEAD) {
      head.run();
      return response.end();
    }
    // A first section that cannot be read is refused as any other request.
    return read(caller, file, range.from(), range.to())
        .compose(
            first -> {
              head.run();
              return write(response, caller, file, range, range.from(), first);
            })
        .compose(all -> response.end());
  }

  private Future<Section> read(Caller caller, HasContent file, long from, long to) {
    int length = (int) Math.min(Section.MOST_READ, to - from + 1);
    return bus.request(
        endpoint.sections().read(),
        new ReadSection(file.contentId(), from, length),
        authentication.again(caller));
  }

  /** Writes a section, and then the next one. */
  private Future<Void> write(
      HttpServerResponse response,
      Caller caller,
      HasContent file,
      ByteRange range,
      long from,
      Section section) {
    if (response.closed()) {
      return Future.failedFuture(new HttpClosedException("answer not read to its end"));
    }
    long next = from + section.content().length;
    return response
        .write(Buffer.buffer(section.content()))
        .compose(
            written ->
                next > range.to()
                    ? Future.succeededFuture()
                    : read(caller, file, next, range.to())
                        .compose(more -> write(response, caller, file, range, next, more)));
  }
}
