package io.clinibus.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/1.1 connection, or resets an HTTP/2 stream, whose request does not arrive in time
 * with its body, however many bytes arrive meanwhile. Time between requests is the idle timeout's.
 * Used on the event loop of its connection only.
 */
final class RequestDeadline {

  private static final String DECODER = "httpDecoder";

  /** RFC 9113, section 7. */
  private static final long CANCEL = 8;

  private final Duration patience;
  private Future<?> timer;

  private RequestDeadline(Duration patience) {
    this.patience = patience;
  }

  /** Watches the requests of a new connection; of HTTP/2, {@link #before} watches each stream. */
  static void watch(HttpConnection connection, Duration patience) {
    if (connection instanceof VertxConnection http1) {
      ChannelPipeline pipeline = http1.channel().pipeline();
      var deadline = new RequestDeadline(patience);
      pipeline.addBefore(DECODER, null, deadline.new Bytes());
      pipeline.addAfter(DECODER, null, deadline.new Messages());
    }
  }

  /**
   * Resets an HTTP/2 stream whose request does not arrive in time; others of its connection go on.
   */
  static Handler<HttpServerRequest> before(
      Vertx vertx, Duration patience, Handler<HttpServerRequest> next) {
    return request -> {
      if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
        long timer = vertx.setTimer(patience.toMillis(), due -> request.response().reset(CANCEL));
        request.end().onComplete(arrived -> vertx.cancelTimer(timer));
      }
      next.handle(request);
    };
  }

  private void start(ChannelHandlerContext context) {
    if (timer == null) {
      timer =
          context
              .executor()
              .schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** What arrives from the client. */
  private final class Bytes extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (context.pipeline().get(DECODER) == null) {
        context.pipeline().remove(this); // The connection is a WebSocket now.
      } else {
        start(context);
      }
      context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      stop();
      context.fireChannelInactive();
    }
  }

  /** What the decoder makes of it. */
  private final class Messages extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        stop();
      } else if (message instanceof HttpRequest) {
        start(context);
      }
      context.fireChannelRead(message);
    }
  }
}
