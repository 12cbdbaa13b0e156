package io.clinibus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a caller learns when something an operation needs is away. */
class OutageTest {

  record Ask() {}

  private static final Operation<Ask, Done> ASK =
      Operation.query("test.ask", Ask.class, Done.class);

  @Test
  void aServiceThatIsAwayIsUnavailable() throws Exception {
    for (Throwable cause :
        List.of(
            new ConnectException("Connection refused"),
            ClosedConnectionException.INSTANCE,
            sqlState("57P01"),
            sqlState("57P03"),
            sqlState("53300"),
            sqlState("08006"))) {
      assertThat(refusal(cause)).as(cause.toString()).isEqualTo(FailureCode.UNAVAILABLE);
    }
  }

  @Test
  void aFaultOfOursIsInternal() throws Exception {
    for (Throwable cause : List.of(sqlState("42601"), new IllegalStateException("wrong"))) {
      assertThat(refusal(cause)).as(cause.toString()).isEqualTo(FailureCode.INTERNAL);
    }
  }

  private static PgException sqlState(String state) {
    return new PgException("refused", "FATAL", state, null);
  }

  private FailureCode refusal(Throwable cause) throws Exception {
    Clock clock = Clock.systemUTC();
    Vertx vertx = Vertx.vertx();
    try {
      Bus bus = Bus.open(vertx, MessageTypes.of(), clock);
      bus.serve(ASK, (ask, caller) -> Future.failedFuture(cause)).await(10, TimeUnit.SECONDS);
      Caller caller =
          new Caller(
              new UUID(0, 1), Set.of(), null, null, "test", null, clock.instant().plusSeconds(10));
      return bus.request(ASK, new Ask(), caller)
          .map(done -> (FailureCode) null)
          .recover(failure -> Future.succeededFuture(((Failure) failure).code()))
          .await(10, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }
}
