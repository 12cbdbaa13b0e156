package io.clinibus.web.live.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies under a socket of Vert.x. */
final class WebSocketInternals {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketInternals.class);
  private static final Field MAKER = maker();

  private final VertxHandler<?> handler;

  private WebSocketInternals(VertxHandler<?> handler) {
    this.handler = handler;
  }

  /**
   * To be called when the socket is open.
   *
   * @param http the connection that became a socket
   */
  static WebSocketInternals of(HttpConnection http) {
    return new WebSocketInternals(
        ((VertxConnection) http).channel().pipeline().get(VertxHandler.class));
  }

  /** Where bytes can be written that are WebSocket frames already. */
  VertxConnection connection() {
    return (VertxConnection) handler.getConnection();
  }

  /**
   * Lets go of the request that became this socket, which Vert.x keeps for as long as the socket is
   * open: the function that made the connection, and is not asked again, remembers the request, and
   * with it the HTTP connection, its queue, the answer and the routing. They are 7 kB, more than
   * half of all that a socket needs. Where that cannot be done, sockets are larger and no worse.
   */
  void forgetRequest(ServerWebSocket socket) {
    socket.headers().clear();
    if (MAKER != null) {
      try {
        MAKER.set(handler, null);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("a field that was opened is closed", e);
      }
    }
  }

  private static Field maker() {
    try {
      Field field = VertxHandler.class.getDeclaredField("connectionFactory");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("sockets keep their requests", e);
      return null;
    }
  }
}
