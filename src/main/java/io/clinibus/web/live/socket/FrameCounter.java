package io.clinibus.web.live.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the frames that carry no whole message, which Vert.x reports to no handler: pings, pongs
 * and fragments. Runs on the socket's event loop.
 */
final class FrameCounter extends ChannelInboundHandlerAdapter {

  private final FrameRate rate;
  private final Runnable exceeded;

  /**
   * @param rate counts whole messages as well
   * @param exceeded closes the socket
   */
  FrameCounter(FrameRate rate, Runnable exceeded) {
    this.rate = rate;
    this.exceeded = exceeded;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isPartial(message) && !rate.take(System.nanoTime())) {
      ReferenceCountUtil.release(message);
      exceeded.run();
      return;
    }
    context.fireChannelRead(message);
  }

  private static boolean isPartial(Object message) {
    return message instanceof PingWebSocketFrame
        || message instanceof PongWebSocketFrame
        || message instanceof ContinuationWebSocketFrame
        || message instanceof WebSocketFrame frame && !frame.isFinalFragment();
  }
}
