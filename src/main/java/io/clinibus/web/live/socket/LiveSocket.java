package io.clinibus.web.live.socket;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.platform.live.Topic;
import io.clinibus.web.live.hub.Subscriber;
import io.clinibus.web.live.hub.TopicLoader;
import io.clinibus.web.live.protocol.ClientFrame;
import io.clinibus.web.live.protocol.CloseReason;
import io.clinibus.web.live.protocol.EncodedFrame;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.security.AuthenticatedUser;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A client's connection with its subscriptions. Has no queue of its own: while the network does not
 * accept more, frames are skipped and nothing more is read from the client; afterwards, each
 * skipped topic is sent as a snapshot. Used by its own event loop only, except where stated.
 */
public final class LiveSocket implements Subscriber {

  private static final int MAX_TOPICS = 50;
  private static final int MAX_MISSED_BEATS = 2;

  /** What the audit trail says of closed sockets. */
  private static final Map<CloseReason, FailureCode> REFUSALS =
      Map.of(
          CloseReason.UNAUTHENTICATED,
          CommonFailures.UNAUTHENTICATED,
          CloseReason.TOO_MANY,
          CommonFailures.TOO_MANY_REQUESTS);

  /** Initial capacity: most pages subscribe to one topic or two. */
  private final ServerWebSocket socket;

  private final VertxConnection connection;
  private final Context loop;
  private final LiveServer live;
  private final String client;
  private final String address;
  private final FrameRate rate = new FrameRate(System.nanoTime());
  private final FrameCoalescer topics = new FrameCoalescer();
  private SocketHolds keeps;
  private volatile AuthenticatedUser user;
  private boolean spoken;
  private boolean ended;
  private int beats;
  private int missedBeats;

  /**
   * @param connection receives encoded frames
   * @param client key of the client for limits
   * @param address the client's network address
   */
  LiveSocket(
      ServerWebSocket socket,
      VertxConnection connection,
      Context loop,
      LiveServer live,
      String client,
      String address) {
    this.socket = socket;
    this.connection = connection;
    this.loop = loop;
    this.live = live;
    this.client = client;
    this.address = address;
  }

  void open() {
    socket.textMessageHandler(this::onClientText);
    socket.binaryMessageHandler(bytes -> end(CloseReason.MALFORMED, 0));
    socket.exceptionHandler(broken -> end(CloseReason.MALFORMED, 0));
    socket.pongHandler(pong -> missedBeats = 0);
    socket.drainHandler(drained -> catchUp());
    socket.closeHandler(closed -> closed());
    write(live.welcome(null));
  }

  /** Counts the frames that {@link #open} sees no message of. */
  FrameCounter frameCounter() {
    return new FrameCounter(rate, () -> end(CloseReason.TOO_MANY, 0));
  }

  // ---- called on any thread

  @Override
  public Executor loop() {
    return ((ContextInternal) loop).nettyEventLoop();
  }

  @Override
  public String publicClient() {
    AuthenticatedUser who = user;
    if (who == null) {
      return client;
    }
    return who.isStaff() ? null : who.userId().toString();
  }

  @Override
  public void refused(Topic topic, Failure why) {
    loop.runOnContext(
        turn -> {
          if (topics.isSubscribed(topic)) {
            topics.unsubscribe(topic.name());
            write(Frame.refused(topic.name(), why));
          }
        });
  }

  /** Closes the socket, with the delay in milliseconds after which the client may reconnect. */
  void endSoon(CloseReason why, long comeBackAfter) {
    loop.runOnContext(turn -> end(why, comeBackAfter));
  }

  /** Checks a connection without traffic. */
  void beat() {
    loop.runOnContext(
        turn -> {
          beats++;
          if (missedBeats >= MAX_MISSED_BEATS || !spoken && beats >= MAX_MISSED_BEATS) {
            end(CloseReason.SILENT, 0);
          } else if (!isOver()) {
            missedBeats++;
            if (!connection.writeQueueFull()) {
              socket.writePing(io.vertx.core.buffer.Buffer.buffer());
            }
          }
        });
  }

  /** The user, or null for a visitor. */
  AuthenticatedUser user() {
    return user;
  }

  /** The key by which it is counted. */
  String countedAs() {
    AuthenticatedUser who = user;
    return who == null ? client : who.userId().toString();
  }

  boolean isBehind() {
    return topics.isBehind();
  }

  /** Bytes written and not yet accepted by the network. */
  long unsent() {
    ChannelOutboundBuffer unsent = connection.channel().unsafe().outboundBuffer();
    return unsent == null ? 0 : unsent.totalPendingWriteBytes();
  }

  // ---- frames from the client

  private void onClientText(String text) {
    if (ended) {
      return;
    }
    if (!rate.take(System.nanoTime())) {
      end(CloseReason.TOO_MANY, 0);
      return;
    }
    ClientFrame frame = ClientFrame.parse(text);
    if (frame == null) {
      end(CloseReason.MALFORMED, 0);
      return;
    }
    spoken = true;
    switch (frame.type()) {
      case "authenticate" -> authenticate(frame.token());
      case "subscribe" -> subscribe(frame.topic(), frame.since());
      case "unsubscribe" -> unsubscribe(frame.topic());
      case "keep" -> keep(frame.hold());
      case "ping" ->
          write(frame.brief() ? LiveServer.BRIEF_PONG : LiveServer.pong(topics.subscriptions()));
      default ->
          write(
              Frame.refused(
                  frame.topic(),
                  Failure.of(CommonFailures.MALFORMED_REQUEST, "Unknown frame type.")));
    }
  }

  /** Later frames wait until the token is verified. */
  private void authenticate(String token) {
    socket.pause();
    live.tokens()
        .judge(token == null ? "" : token)
        .onComplete(
            judged ->
                loop.runOnContext(
                    turn -> {
                      if (judged.failed()) {
                        refuse(user, live.endOf(judged.cause()));
                      } else {
                        authenticated(judged.result());
                      }
                      resumeUnlessFull();
                    }));
  }

  private void authenticated(AuthenticatedUser now) {
    AuthenticatedUser before = user;
    if (ended) {
      return;
    }
    if (before != null && !now.hasSameRights(before)) {
      refuse(before, CloseReason.UNAUTHENTICATED);
    } else if (before == null && !live.signIn(this, client, now)) {
      refuse(now, CloseReason.TOO_MANY);
    } else {
      user = now;
      write(live.welcome(now));
    }
  }

  /** Closes the socket after the entry of the refusal is written. */
  private void refuse(AuthenticatedUser who, CloseReason why) {
    FailureCode refusal = REFUSALS.get(why);
    if (refusal == null) {
      end(why, 0);
      return;
    }
    live.refused(caller("live", who, address, live.deadline()), refusal)
        .onComplete(written -> endSoon(why, 0));
  }

  private void subscribe(String name, Long since) {
    Topic topic;
    try {
      topic = live.topic(name, caller(live.deadline()));
      if (topics.isFull(name, MAX_TOPICS)) {
        throw Failure.of(
            CommonFailures.TOO_MANY_REQUESTS,
            "A socket can subscribe to at most " + MAX_TOPICS + " topics.");
      }
    } catch (Failure refusal) {
      write(Frame.refused(name, refusal));
      return;
    }
    topics.subscribe(topic, since);
    AuthenticatedUser who = user;
    live.hub(
        hub ->
            hub.subscribe(
                this, topic, since, deadline -> caller(Caller.LIVE_READS, who, address, deadline)));
  }

  private void unsubscribe(String name) {
    Topic ended = topics.unsubscribe(name);
    if (ended != null) {
      live.hub(hub -> hub.unsubscribe(this, ended));
    }
  }

  private void keep(String hold) {
    if (keeps == null) {
      keeps = live.keeps();
    }
    Caller caller = caller(live.deadline());
    Failure refusal = live.refusalOfChange(caller);
    if (refusal != null) {
      write(Frame.notKept(hold, refusal));
      return;
    }
    keeps
        .keep(hold, caller)
        .onComplete(
            answer ->
                loop.runOnContext(
                    turn ->
                        write(
                            answer.succeeded()
                                ? Frame.kept(answer.result())
                                : Frame.notKept(hold, TopicLoader.failure(answer.cause())))));
  }

  private Caller caller(Instant deadline) {
    return caller("live", user, address, deadline);
  }

  private static Caller caller(
      String request, AuthenticatedUser who, String address, Instant deadline) {
    return who == null
        ? Caller.visitor(request, address, deadline)
        : who.caller(request, address, deadline);
  }

  // ---- frames to the client

  /** Sends the frame if the network accepts it and the client has the version it starts from. */
  @Override
  public void onFrame(Frame frame) {
    if (isOver()) {
      return;
    }
    switch (topics.decide(frame, connection.writeQueueFull())) {
      case SEND -> {
        write(frame.text(), frame.since());
        topics.sent(frame);
      }
      case SKIP -> socket.pause();
      case IGNORE -> {}
    }
  }

  private void catchUp() {
    List<Topic> skipped = topics.skipped();
    if (!skipped.isEmpty()) {
      live.hub(hub -> skipped.forEach(topic -> hub.resend(this, topic)));
    }
    resumeUnlessFull();
  }

  private void resumeUnlessFull() {
    if (!isOver() && !connection.writeQueueFull()) {
      socket.resume();
    }
  }

  private void write(String text) {
    write(new EncodedFrame(text), null);
  }

  /**
   * Bypasses Vert.x's encoding, which would be repeated for each socket, but not its queue.
   *
   * @param since commit time of the first change in the frame, or null
   */
  private void write(EncodedFrame text, Instant since) {
    if (isOver()) {
      return;
    }
    connection.writeToChannel(
        text.frames(), since == null ? connection.voidPromise : measured(since));
    if (connection.writeQueueFull()) {
      socket.pause();
    }
  }

  private ChannelPromise measured(Instant since) {
    return connection
        .channel()
        .newPromise()
        .addListener(
            written -> {
              if (written.isSuccess()) {
                live.measurePush(since);
              }
            });
  }

  /** A socket is closed a moment before its handlers are called. */
  private boolean isOver() {
    return ended || socket.isClosed();
  }

  private void closed() {
    ended = true;
    live.left(this);
    if (keeps != null) {
      live.abandonLater(keeps);
    }
  }

  private void end(CloseReason why, long comeBackAfter) {
    if (isOver()) {
      return;
    }
    if (!connection.writeQueueFull()) {
      write(LiveServer.ended(why, comeBackAfter));
    }
    ended = true;
    socket.close(why.code(), why.reason());
  }
}
