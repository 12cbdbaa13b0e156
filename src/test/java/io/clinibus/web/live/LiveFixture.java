package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.Role;
import io.clinibus.node.Modules;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.platform.telemetry.UnhandledErrors.Origin;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.web.live.hub.TopicLoader;
import io.clinibus.web.live.socket.LiveStatus;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A hospital with pages that watch it. */
final class LiveFixture implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  final RestFixture hospital;
  final Clock clock;

  /** For clients: not the node's own event loops. */
  final Vertx clients = Vertx.vertx();

  private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
  private volatile boolean losing;

  LiveFixture(Clock clock) {
    this.clock = clock;
    this.hospital = RestFixture.open(clock);
    platform().vertx().exceptionHandler(this::addDefect);
    platform()
        .vertx()
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              boolean isEvent = !delivery.send();
              if (!(isEvent && losing)) {
                delivery.next();
              }
            });
  }

  NodeContext platform() {
    return hospital.node().node().platform();
  }

  URI url() {
    return hospital.url();
  }

  LiveStatus status() {
    return hospital.node().node().live().orElseThrow();
  }

  /** Whether everything published on the bus from now on is lost. */
  void loseMessages(boolean lose) {
    losing = lose;
  }

  LiveClient visitor() {
    return LiveClient.visitor(clients, url());
  }

  LiveClient of(RestClient person) {
    return LiveClient.of(clients, url(), person.token());
  }

  /** The current state of a topic. */
  JsonNode fresh(String topic, Caller caller) {
    var reader = new TopicLoader(platform().bus(), clock);
    Topic parsed = Modules.ALL.topics().resolve(topic, caller, LocalDate.now(clock));
    TopicState view =
        BusFixture.await(
            reader.authorize(
                parsed,
                deadline ->
                    new Caller(
                        caller.userId(),
                        caller.roles(),
                        caller.patientId(),
                        caller.doctorId(),
                        "test",
                        null,
                        deadline)));
    try {
      return Json.MAPPER.readTree(view.json().toString());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static Caller frontDesk() {
    return new Caller(
        new UUID(0, 1), Set.of(Role.RECEPTIONIST), null, null, "test", null, Instant.MAX);
  }

  /** Waits until a page shows the current state. */
  void awaitRight(LivePage page, Caller caller) {
    until(() -> page.isKnown() && page.data().equals(fresh(page.topic(), caller)));
  }

  static void until(BooleanSupplier condition) {
    Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(condition::getAsBoolean);
  }

  private void addDefect(Throwable error) {
    if (Origin.of(error) == Origin.OTHER) {
      unhandled.add(error);
    }
  }

  @Override
  public void close() {
    BusFixture.await(clients.close());
    hospital.close();
    assertThat(unhandled).as("exceptions that the node has not caught").isEmpty();
  }
}
