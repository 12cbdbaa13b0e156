package io.clinibus.web.live.socket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Access to the connection below a Vert.x WebSocket. */
final class WebSocketInternals {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketInternals.class);
  private static final Field MAKER = maker();

  private final VertxHandler<?> handler;

  private WebSocketInternals(VertxHandler<?> handler) {
    this.handler = handler;
  }

  /**
   * Call when the socket is open.
   *
   * @param http the connection that became a socket
   */
  static WebSocketInternals of(HttpConnection http) {
    return new WebSocketInternals(
        ((VertxConnection) http).channel().pipeline().get(VertxHandler.class));
  }

  /** Writes bytes that are encoded WebSocket frames. */
  VertxConnection connection() {
    return (VertxConnection) handler.getConnection();
  }

  /** Passes every frame that arrives through a handler before Vert.x receives it. */
  void addHandler(ChannelHandler frames) {
    ChannelPipeline pipeline = connection().channel().pipeline();
    pipeline.addBefore(pipeline.context(handler).name(), null, frames);
  }

  /**
   * Removes the reference to the HTTP request, which Vert.x keeps while the socket is open: the
   * function that created the connection captures the request, and with it the HTTP connection, its
   * queue, the response and the routing. That is 7 kB, more than half of a socket's memory. If it
   * cannot be removed, sockets only need more memory.
   */
  void forgetRequest(ServerWebSocket socket) {
    socket.headers().clear();
    if (MAKER != null) {
      try {
        MAKER.set(handler, null);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("field not accessible", e);
      }
    }
  }

  private static Field maker() {
    try {
      Field field = VertxHandler.class.getDeclaredField("connectionFactory");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("cannot detach request from WebSocket; memory per socket is higher", e);
      return null;
    }
  }
}
