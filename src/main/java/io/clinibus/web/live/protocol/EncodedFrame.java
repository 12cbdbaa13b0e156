package io.clinibus.web.live.protocol;

import io.clinibus.web.live.socket.LiveServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A message to clients with its WebSocket frames, encoded once for all receivers. Thread-safe. */
public final class EncodedFrame {

  private static final int FIRST = 0x1;
  private static final int CONTINUATION = 0x0;
  private static final int FINAL = 0x80;
  private static final int LONG = 126;
  private static final int MAX_HEAD = 4;

  private final String string;
  private volatile ByteBuf encoded;

  public EncodedFrame(String string) {
    this.string = string;
  }

  public String string() {
    return string;
  }

  /**
   * The bytes to write to one socket; shared by all sockets, need not be released. Read-only: TLS
   * would otherwise append the next bytes to it in order to encrypt both together, for several
   * sockets on several threads.
   */
  public ByteBuf frames() {
    if (encoded == null) {
      ByteBuf frames = encode(string.getBytes(StandardCharsets.UTF_8));
      encoded = Unpooled.unreleasableBuffer(frames.asReadOnly());
    }
    return encoded.duplicate();
  }

  /** Encodes a message in WebSocket frames, unmasked as those of a server. */
  private static ByteBuf encode(byte[] message) {
    int count =
        Math.max(
            1, (message.length + LiveServer.MAX_MESSAGE_BYTES - 1) / LiveServer.MAX_MESSAGE_BYTES);
    ByteBuf frames = Unpooled.buffer(message.length + count * MAX_HEAD);
    for (int i = 0; i < count; i++) {
      int from = i * LiveServer.MAX_MESSAGE_BYTES;
      int length = Math.min(LiveServer.MAX_MESSAGE_BYTES, message.length - from);
      frames.writeByte((i == 0 ? FIRST : CONTINUATION) | (i == count - 1 ? FINAL : 0));
      if (length < LONG) {
        frames.writeByte(length);
      } else {
        frames.writeByte(LONG).writeShort(length);
      }
      frames.writeBytes(message, from, length);
    }
    return frames;
  }
}
