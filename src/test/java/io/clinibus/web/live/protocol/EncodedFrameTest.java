package io.clinibus.web.live.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty's decoder reads encoded frames of every length. */
class EncodedFrameTest {

  private static final int ANY = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 62, 63, 64, 2_047, 2_048, 2_049, 4_096, 50_000})
  void anEncodedFrameIsDecodedUnchanged(int letters) {
    String message = "é".repeat(letters);
    EncodedFrame text = new EncodedFrame(message);
    for (int socket = 0; socket < 2; socket++) {
      assertThat(read(text.frames())).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4_096, 4_097, 20_000})
  void noFrameExceedsTheLimitOfClients(int bytes) {
    var channel = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 4_096));
    channel.writeInbound(new EncodedFrame("x".repeat(bytes)).frames());
    int read = 0;
    for (WebSocketFrame frame = channel.readInbound();
        frame != null;
        frame = channel.readInbound()) {
      read += frame.content().readableBytes();
      assertThat(frame.isFinalFragment()).isEqualTo(read == bytes);
    }
    assertThat(read).isEqualTo(bytes);
  }

  /** As TLS would, to make one record of it and what follows. */
  @Test
  void theSharedBufferIsReadOnly() {
    ByteBuf frames = new EncodedFrame("{}").frames();
    assertThat(frames.isWritable()).isFalse();
    assertThat(ByteBufUtil.ensureWritableSuccess(frames.ensureWritable(1, false))).isFalse();
  }

  private static String read(ByteBuf frames) {
    var channel =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(false, false, ANY), new WebSocketFrameAggregator(ANY));
    channel.writeInbound(frames.copy());
    TextWebSocketFrame frame = channel.readInbound();
    assertThat(frames.readableBytes()).isPositive();
    return frame.content().toString(StandardCharsets.UTF_8);
  }
}
