package io.clinibus.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Live pages of the doctors who are being booked: half of them show one day, half of them all days.
 * All on one event loop, so that which comes first, an acknowledgement or a frame, is well defined.
 */
public final class Pages implements Bookings.Listener, AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;
  private static final int TOPICS_A_SOCKET = 50;
  private static final int LAG_EVERY_MILLIS = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final io.vertx.core.Context loop = vertx.getOrCreateContext();
  private final Chronicle chronicle;
  private final List<Page> pages = new ArrayList<>();
  private final Map<String, List<Page>> byDay = new HashMap<>();
  private volatile long longestLag;

  /** Opens so many pages and waits until each shows something. */
  public Pages(int number, Bookings bookings, Balancer balancer, Chronicle chronicle) {
    this.chronicle = chronicle;
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(10_000)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
    var frames = new Frames();
    for (int i = 0; i < number; i++) {
      String doctor = bookings.doctors().get(i % bookings.doctors().size());
      int turn = i / bookings.doctors().size();
      int first = turn % 2 == 0 ? 0 : turn / 2 % Visit.DAYS;
      int last = turn % 2 == 0 ? Visit.DAYS - 1 : first;
      String topic =
          first < last
              ? "range/" + doctor + "/" + Visit.day(first) + "/" + (last - first + 1)
              : "slots/" + doctor + "/" + Visit.day(first);
      var days = IntStream.rangeClosed(first, last).mapToObj(day -> doctor + "/" + Visit.day(day));
      var page =
          new Page(new LivePage(topic), days.toList(), frames, vertx, client, balancer, chronicle);
      pages.add(page);
      page.days().forEach(day -> byDay.computeIfAbsent(day, none -> new ArrayList<>()).add(page));
    }
    loop.runOnContext(go -> pages.forEach(Page::connect));
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> pages.stream().allMatch(Page::isConnected));
  }

  /** Begins to measure how late this event loop is: no page can hear sooner than that. */
  public void measureLag() {
    long[] due = {System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAG_EVERY_MILLIS)};
    loop.runOnContext(
        go ->
            vertx.setPeriodic(
                LAG_EVERY_MILLIS,
                tick -> {
                  longestLag = Math.max(longestLag, System.nanoTime() - due[0]);
                  due[0] = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAG_EVERY_MILLIS);
                }));
  }

  /** The latest that this event loop has ever been. */
  public Duration longestLag() {
    return Duration.ofNanos(longestLag);
  }

  /** How many are connected. */
  public int connected() {
    return (int) pages.stream().filter(Page::isConnected).count();
  }

  /** The node that most of them are at. */
  public URI busiest() {
    Map<URI, Long> numbers =
        pages.stream().collect(Collectors.groupingBy(Page::node, Collectors.counting()));
    return Collections.max(numbers.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** How many frames all of them have taken in. */
  public long frames() {
    return sum(Page::frames);
  }

  /** Waits until every page knows of every booking of its days. */
  public void awaitAllKnown() {
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> sum(Page::unknown) == 0 && connected() == pages.size());
  }

  @Override
  public void acknowledged(Visit visit, long acknowledgedAt) {
    Phase phase = chronicle.now();
    loop.runOnContext(
        go ->
            byDay
                .getOrDefault(visit.doctor() + "/" + visit.day(), List.of())
                .forEach(page -> page.booked(visit.start(), acknowledgedAt, phase)));
  }

  /** Whatever a page does not know by now it never will. */
  public void giveUp() {
    sum(Page::giveUp);
  }

  /**
   * Waits until every page is connected and shows as taken all that PostgreSQL has booked just now,
   * while more is being booked.
   *
   * @throws AssertionError if a page then shows anything as taken that PostgreSQL has not booked
   */
  public void awaitRight(Truth truth) {
    Map<String, Set<String>> before = truth.booked();
    List<Page> wrong = new ArrayList<>(pages);
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              wrong.removeIf(page -> page.showsTaken(before));
              return wrong.isEmpty() && connected() == pages.size();
            });
    var shown = pages.stream().map(Page::taken).toList();
    Map<String, Set<String>> after = truth.booked();
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      assertThat(page.days().stream().flatMap(day -> after.getOrDefault(day, Set.of()).stream()))
          .as(page.shown().topic())
          .containsAll(shown.get(i));
    }
  }

  /** Waits until every page shows what one shows that is opened now on this node. */
  public void awaitSameAs(URI node) {
    Map<String, List<Page>> byTopic =
        pages.stream().collect(Collectors.groupingBy(page -> page.shown().topic()));
    List<String> topics = List.copyOf(byTopic.keySet());
    for (int from = 0; from < topics.size(); from += TOPICS_A_SOCKET) {
      try (LiveClient fresh = LiveClient.visitor(vertx, node)) {
        var some = topics.subList(from, Math.min(from + TOPICS_A_SOCKET, topics.size()));
        some.forEach(fresh::subscribe);
        for (String topic : some) {
          LivePage right = fresh.awaitPage(topic);
          await()
              .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .pollDelay(Duration.ZERO)
              .until(
                  () ->
                      byTopic.get(topic).stream()
                          .allMatch(page -> page.shown().data().equals(right.data())));
        }
      }
    }
  }

  @Override
  public void close() {
    loop.runOnContext(go -> pages.forEach(Page::close));
    vertx.close();
  }

  private long sum(ToLongFunction<Page> value) {
    var answer = new CompletableFuture<Long>();
    loop.runOnContext(go -> answer.complete(pages.stream().mapToLong(value).sum()));
    return answer.join();
  }
}
