package io.clinibus.web.live;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's connection: what was sent to it, and nothing else waiting for it. While the network
 * does not take what was written, topics are skipped, and nothing more is read from the client; as
 * soon as it does, each skipped topic is told anew. Used by its own event loop only; what others
 * may call says so.
 */
final class LiveSocket implements Subscriber {

  /** Instead of a version: the client has none, or has missed something since. */
  private static final long BEHIND = -1;

  private static final int MAX_TOPICS = 50;
  private static final int MAX_MISSED_BEATS = 2;

  private final ServerWebSocket socket;
  private final Context loop;
  private final Live live;
  private final String address;
  private final Keeps keeps;
  private final FrameRate rate = new FrameRate(System.nanoTime());
  private final Map<String, Topic> topics = new HashMap<>();
  private final Map<Topic, Long> sent = new HashMap<>();
  private final Set<Topic> behind = new HashSet<>();
  private final AtomicLong unsent = new AtomicLong();
  private volatile Person person;
  private volatile boolean isBehind;
  private boolean spoken;
  private boolean ended;
  private int beats;
  private int missedBeats;

  /**
   * @param address names the client's address for counting
   */
  LiveSocket(ServerWebSocket socket, Context loop, Live live, String address) {
    this.socket = socket;
    this.loop = loop;
    this.live = live;
    this.address = address;
    this.keeps = live.keeps();
  }

  void open() {
    socket.textMessageHandler(this::hear);
    socket.binaryMessageHandler(bytes -> end(End.MALFORMED, 0));
    socket.exceptionHandler(broken -> end(End.MALFORMED, 0));
    socket.pongHandler(pong -> missedBeats = 0);
    socket.drainHandler(drained -> catchUp());
    socket.closeHandler(closed -> closed());
    write(live.welcome(null));
  }

  // ---- what others may call, on any thread

  @Override
  public void offer(Frame frame) {
    loop.runOnContext(turn -> send(frame));
  }

  @Override
  public void refused(Topic topic, Failure why) {
    loop.runOnContext(
        turn -> {
          if (topics.remove(topic.name(), topic)) {
            forget(topic);
            write(Frame.refused(topic.name(), why));
          }
        });
  }

  /** Ends it, telling the client after how many milliseconds it may come back. */
  void endSoon(End why, long comeBackAfter) {
    loop.runOnContext(turn -> end(why, comeBackAfter));
  }

  /** Looks after a connection on which nothing happens. */
  void beat() {
    loop.runOnContext(
        turn -> {
          beats++;
          if (missedBeats >= MAX_MISSED_BEATS || !spoken && beats >= MAX_MISSED_BEATS) {
            end(End.SILENT, 0);
          } else if (!isOver()) {
            missedBeats++;
            if (!socket.writeQueueFull()) {
              socket.writePing(io.vertx.core.buffer.Buffer.buffer());
            }
          }
        });
  }

  /** Who is there, or null for a visitor. */
  Person person() {
    return person;
  }

  /** Under which name it is counted. */
  String countedAs() {
    Person who = person;
    return who == null ? address : who.userId().toString();
  }

  boolean isBehind() {
    return isBehind;
  }

  /** Bytes written and not yet taken by the network. */
  long unsent() {
    return unsent.get();
  }

  // ---- what the client says

  private void hear(String text) {
    if (ended) {
      return;
    }
    if (!rate.take(System.nanoTime())) {
      end(End.TOO_MANY, 0);
      return;
    }
    ClientFrame frame = ClientFrame.parse(text);
    if (frame == null) {
      end(End.MALFORMED, 0);
      return;
    }
    spoken = true;
    switch (frame.type()) {
      case "authenticate" -> authenticate(frame.token());
      case "subscribe" -> subscribe(frame.topic(), frame.since());
      case "unsubscribe" -> unsubscribe(frame.topic());
      case "keep" -> keep(frame.hold());
      case "ping" -> write(Live.pong(topics.values(), sent));
      default ->
          write(
              Frame.refused(
                  frame.topic(),
                  Failure.of(FailureCode.MALFORMED_REQUEST, "There is no such frame type.")));
    }
  }

  /** What comes after it waits until the token is judged. */
  private void authenticate(String token) {
    socket.pause();
    live.sessions()
        .judge(token == null ? "" : token)
        .onComplete(
            judged ->
                loop.runOnContext(
                    turn -> {
                      if (judged.failed()) {
                        end(live.endOf(judged.cause()), 0);
                      } else {
                        authenticated(judged.result());
                      }
                      resumeUnlessFull();
                    }));
  }

  private void authenticated(Person now) {
    Person before = person;
    if (ended) {
      return;
    }
    if (before != null && !now.isAsBefore(before)) {
      end(End.UNAUTHENTICATED, 0);
    } else if (before == null && !live.signIn(this, address, now)) {
      end(End.TOO_MANY, 0);
    } else {
      person = now;
      write(live.welcome(now));
    }
  }

  private void subscribe(String name, Long since) {
    Topic topic;
    try {
      topic = Topic.of(name, caller(live.deadline()), live.today());
      if (!topics.containsKey(name) && topics.size() >= MAX_TOPICS) {
        throw Failure.of(
            FailureCode.TOO_MANY_REQUESTS, "A socket watches at most " + MAX_TOPICS + " topics.");
      }
    } catch (Failure refusal) {
      write(Frame.refused(name, refusal));
      return;
    }
    topics.put(name, topic);
    forget(topic);
    if (since != null) {
      sent.put(topic, since);
    }
    Person who = person;
    live.hub(hub -> hub.subscribe(this, topic, since, deadline -> caller(who, address, deadline)));
  }

  private void unsubscribe(String name) {
    Topic topic = topics.remove(name);
    if (topic != null) {
      forget(topic);
      live.hub(hub -> hub.unsubscribe(this, topic));
    }
  }

  private void keep(String hold) {
    keeps
        .keep(hold, caller(live.deadline()))
        .onComplete(
            answer ->
                loop.runOnContext(
                    turn ->
                        write(
                            answer.succeeded()
                                ? Frame.kept(answer.result())
                                : Frame.notKept(hold, Reader.failure(answer.cause())))));
  }

  private Caller caller(Instant deadline) {
    return caller(person, address, deadline);
  }

  private static Caller caller(Person who, String address, Instant deadline) {
    return who == null ? Caller.visitor("live", address, deadline) : who.caller(address, deadline);
  }

  // ---- what it is told

  /**
   * Sends what the network takes and the client can use. A difference is of use only to who has the
   * version it starts from; in the end everybody does, or is told the whole.
   */
  private void send(Frame frame) {
    Topic topic = frame.topic();
    if (isOver() || !topic.equals(topics.get(topic.name()))) {
      return;
    }
    if (socket.writeQueueFull()) {
      skip(topic);
    } else if (frame.from() == 0 || frame.from() == sent.getOrDefault(topic, BEHIND)) {
      write(frame.text(), frame.since());
      if (frame.version() != 0) {
        sent.put(topic, frame.version());
        behind.remove(topic);
        isBehind = !behind.isEmpty();
      }
    }
  }

  private void skip(Topic topic) {
    sent.put(topic, BEHIND);
    behind.add(topic);
    isBehind = true;
    socket.pause();
  }

  private void forget(Topic topic) {
    sent.remove(topic);
    behind.remove(topic);
    isBehind = !behind.isEmpty();
  }

  private void catchUp() {
    Set<Topic> skipped = Set.copyOf(behind);
    if (!skipped.isEmpty()) {
      live.hub(hub -> skipped.forEach(topic -> hub.tellAgain(this, topic)));
    }
    resumeUnlessFull();
  }

  private void resumeUnlessFull() {
    if (!isOver() && !socket.writeQueueFull()) {
      socket.resume();
    }
  }

  private void write(String text) {
    write(text, null);
  }

  /**
   * @param since when the first change was committed that this is news of, or null
   */
  private void write(String text, Instant since) {
    if (isOver()) {
      return;
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    unsent.addAndGet(size);
    socket
        .writeTextMessage(text)
        .onComplete(
            written -> {
              unsent.addAndGet(-size);
              if (since != null && written.succeeded()) {
                live.told(since);
              }
            });
    if (socket.writeQueueFull()) {
      socket.pause();
    }
  }

  /** A socket is closed a moment before anybody is told. */
  private boolean isOver() {
    return ended || socket.isClosed();
  }

  private void closed() {
    ended = true;
    live.left(this);
    live.abandonLater(keeps);
  }

  private void end(End why, long comeBackAfter) {
    if (isOver()) {
      return;
    }
    if (!socket.writeQueueFull()) {
      write(Live.ended(why, comeBackAfter));
    }
    ended = true;
    socket.close(why.code(), why.reason());
  }
}
