package io.clinibus.bench.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 connection with one request on it at a time. Reads no more of an answer than it
 * must, so that making load costs little. Used by one event loop only.
 */
public final class HttpLoadConnection {

  /** Receives an answer; the bytes are good only during the call. */
  public interface Answered {
    void with(int status, byte[] bytes, int body, int end);
  }

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_AT = 9;

  private final NetSocket socket;
  private byte[] bytes = new byte[8192];
  private int filled;
  private Answered answered;
  private boolean closed;

  private HttpLoadConnection(NetSocket socket) {
    this.socket = socket;
    socket.handler(this::read);
    socket.closeHandler(closed -> fail());
  }

  public static Future<HttpLoadConnection> open(NetClient client, URI server) {
    return client.connect(server.getPort(), server.getHost()).map(HttpLoadConnection::new);
  }

  public void send(Buffer request, Answered then) {
    answered = then;
    socket.write(request);
  }

  public boolean isOpen() {
    return !closed;
  }

  public void close() {
    answered = null;
    socket.close();
  }

  /** A lost connection is reported as status 0. */
  private void fail() {
    closed = true;
    Answered waiting = answered;
    answered = null;
    if (waiting != null) {
      waiting.with(0, bytes, 0, 0);
    }
  }

  private void read(Buffer chunk) {
    int length = chunk.length();
    if (filled + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + length));
    }
    chunk.getBytes(bytes, filled);
    filled += length;
    int body = endOfHead();
    if (body < 0) {
      return;
    }
    int end = body + contentLength(body);
    if (filled < end) {
      return;
    }
    int status = number(STATUS_AT);
    filled = 0;
    Answered waiting = answered;
    answered = null;
    if (waiting != null) {
      waiting.with(status, bytes, body, end);
    }
  }

  private int endOfHead() {
    for (int i = 3; i < filled; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int contentLength(int head) {
    for (int i = 0; i < head - LENGTH.length; i++) {
      if (bytes[i] == '\n' && isLength(i + 1)) {
        int at = i + 1 + LENGTH.length;
        while (bytes[at] == ' ') {
          at++;
        }
        return number(at);
      }
    }
    return 0;
  }

  private boolean isLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((bytes[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int number(int at) {
    int value = 0;
    for (int i = at; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }
}
