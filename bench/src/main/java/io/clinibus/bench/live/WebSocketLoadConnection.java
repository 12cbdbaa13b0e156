package io.clinibus.bench.live;

import io.clinibus.bench.load.HttpRequestFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client that costs little: ten thousand of them must not be what is measured. It
 * offers compression, as browsers do, but cannot read it. Used by one event loop only.
 */
final class WebSocketLoadConnection {

  /** Receives a text; the bytes are good only during the call. */
  interface Hearer {
    void text(byte[] bytes, int from, int to);
  }

  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FINAL = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int SHORT = 126;
  private static final int LONG = 127;

  private final NetSocket socket;
  private final Promise<WebSocketLoadConnection> opened = Promise.promise();
  private byte[] rest = new byte[0];
  private Hearer hearer;
  private boolean upgraded;
  private boolean closed;

  private WebSocketLoadConnection(NetSocket socket) {
    this.socket = socket;
    socket.handler(this::read);
    socket.closeHandler(end -> closed = true);
  }

  /**
   * Connects.
   *
   * @param address from which the server is to believe that it comes
   */
  static Future<WebSocketLoadConnection> open(NetClient client, URI server, String path, String address) {
    return client
        .connect(server.getPort(), server.getHost())
        .compose(socket -> new WebSocketLoadConnection(socket).shakeHands(server, path, address));
  }

  void hearer(Hearer who) {
    hearer = who;
  }

  boolean isOpen() {
    return !closed;
  }

  void say(String text) {
    write(TEXT, text.getBytes(StandardCharsets.UTF_8), 0, text.length());
  }

  void close() {
    socket.close();
  }

  private Future<WebSocketLoadConnection> shakeHands(URI server, String path, String address) {
    socket.write(
        HttpRequestFactory.get(
            server,
            path,
            "Upgrade",
            "websocket",
            "Connection",
            "Upgrade",
            "Sec-WebSocket-Version",
            "13",
            "Sec-WebSocket-Key",
            "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions",
            "permessage-deflate; client_max_window_bits",
            "X-Forwarded-For",
            address));
    return opened.future();
  }

  private void read(Buffer chunk) {
    byte[] bytes = joined(chunk.getBytes());
    int at = 0;
    if (!upgraded) {
      int head = endOfHead(bytes);
      if (head == 0) {
        rest = bytes;
        return;
      }
      at = head;
      upgraded(new String(bytes, 0, head, StandardCharsets.US_ASCII));
    }
    at = frames(bytes, at);
    rest = at == bytes.length ? new byte[0] : java.util.Arrays.copyOfRange(bytes, at, bytes.length);
  }

  private void upgraded(String head) {
    upgraded = true;
    if (head.startsWith("HTTP/1.1 101")) {
      opened.complete(this);
    } else {
      opened.fail(head.lines().findFirst().orElse("no answer"));
    }
  }

  private byte[] joined(byte[] more) {
    if (rest.length == 0) {
      return more;
    }
    byte[] all = java.util.Arrays.copyOf(rest, rest.length + more.length);
    System.arraycopy(more, 0, all, rest.length, more.length);
    return all;
  }

  private static int endOfHead(byte[] bytes) {
    for (int i = 3; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Reads whole frames; gives where the first incomplete one begins. */
  private int frames(byte[] bytes, int from) {
    int at = from;
    while (bytes.length - at >= 2) {
      int length = bytes[at + 1] & 0x7f;
      int body = at + 2 + (length == SHORT ? 2 : length == LONG ? 8 : 0);
      if (bytes.length < body) {
        return at;
      }
      if (length >= SHORT) {
        length = number(bytes, at + 2, body);
      }
      if (bytes.length < body + length) {
        return at;
      }
      frame(bytes[at], bytes, body, body + length);
      at = body + length;
    }
    return at;
  }

  private void frame(int first, byte[] bytes, int from, int to) {
    if ((first & COMPRESSED) != 0) {
      throw new IllegalStateException("the server compresses, which is not measured here");
    }
    int kind = first & 0x0f;
    if (kind == TEXT && hearer != null) {
      hearer.text(bytes, from, to);
    } else if (kind == PING) {
      write(PONG, bytes, from, to - from);
    }
  }

  private static int number(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  /** The mask is zero, which leaves the bytes as they are. */
  private void write(int kind, byte[] bytes, int from, int length) {
    Buffer frame = Buffer.buffer(length + 8).appendByte((byte) (FINAL | kind));
    if (length < SHORT) {
      frame.appendByte((byte) (MASKED | length));
    } else {
      frame.appendByte((byte) (MASKED | SHORT)).appendShort((short) length);
    }
    frame.appendBytes(new byte[MASK_BYTES]).appendBytes(bytes, from, length);
    socket.write(frame);
  }
}
