package io.clinibus.platform.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Bus;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.node.Modules;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node's delivery of outbox events. */
class ChangeFeedIT {

  private static final int MANY = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private ChangeFeed feed;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    Pool database = Database.pool(vertx, TestNode.settings(TestServers.newDatabase()).database());
    Bus bus = Bus.open(vertx, Modules.ALL.messages(), clock, PostgresErrors::isUnreachable);
    feed = new ChangeFeed(vertx, new Jobs(vertx, new Metrics()), bus, database, clock);
    DomainFixture.await(
        database
            .preparedQuery(
                """
                INSERT INTO platform.outbox (type, payload)
                SELECT $1, jsonb_build_object('userId', gen_random_uuid())
                  FROM generate_series(1, %d)
                """
                    .formatted(MANY))
            .execute(Tuple.of(SessionsApi.SESSIONS_REVOKED.address())));
  }

  @AfterEach
  void close() {
    DomainFixture.await(vertx.close());
  }

  @Test
  void manyEventsAreDeliveredInPiecesWithTurnsOfTheEventLoopBetween() {
    AtomicInteger received = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    feed.on(
        SessionsApi.SESSIONS_REVOKED,
        fact -> {
          received.incrementAndGet();
          Vertx.currentContext().runOnContext(turn -> noteTurn(received, turns));
        });
    DomainFixture.await(feed.start());
    assertThat(received).hasValue(MANY);
    assertThat(turns).hasPositiveValue();
  }

  private static void noteTurn(AtomicInteger received, AtomicInteger turns) {
    if (received.get() < MANY) {
      turns.incrementAndGet();
    }
  }

  @Test
  void anExceptionOfAListenerFailsTheRead() {
    AtomicInteger received = new AtomicInteger();
    feed.on(
        SessionsApi.SESSIONS_REVOKED,
        fact -> {
          if (received.incrementAndGet() > MANY / 2) {
            throw new IllegalStateException("fails on purpose");
          }
        });
    assertThatThrownBy(() -> DomainFixture.await(feed.start())).hasMessage("fails on purpose");
  }
}
