package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The matcher leaves days and processors to people: its transactions are small and far between. */
class MatchingPaceIT {

  private static final int ENTRIES = 12;
  private static final int OFFERS_AT_ONCE = 5;
  private static final int REST = 3;

  /** Of the clocks, and of timers of whole milliseconds. */
  private static final Duration PRECISION = Duration.ofMillis(2);

  private static final String TRANSACTIONS =
      """
      SELECT count(*) AS offers, min(at) AS first, max(at) AS last
        FROM (SELECT xid, (payload ->> 'at')::timestamptz AS at FROM platform.outbox
               WHERE type = 'scheduling.waitlist-offered') AS o
       GROUP BY xid ORDER BY first
      """;

  /** A transaction that made offers, from the first to the last of them. */
  private record Transaction(int offers, OffsetDateTime first, OffsetDateTime last) {

    static Transaction of(Row row) {
      return new Transaction(
          row.getInteger("offers"), row.getOffsetDateTime("first"), row.getOffsetDateTime("last"));
    }

    Duration length() {
      return Duration.between(first, last);
    }
  }

  private TestClock clock;
  private BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void offersAreMadeFewAtATimeWithRestsBetween() {
    new StoredWaitlist(clinic)
        .add(clinic.doctor(), ENTRIES, StoredWaitlist.JOINED, StoredWaitlist.Wish.ANY);
    clock.advance(Duration.ofSeconds(31));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(transactions().stream().mapToInt(Transaction::offers).sum())
                    .isEqualTo(ENTRIES));

    List<Transaction> all = transactions();
    assertThat(all).allMatch(one -> one.offers() <= OFFERS_AT_ONCE);
    for (int i = 1; i < all.size(); i++) {
      assertThat(Duration.between(all.get(i - 1).last(), all.get(i).first()))
          .isGreaterThan(all.get(i - 1).length().multipliedBy(REST).minus(PRECISION));
    }
  }

  private List<Transaction> transactions() {
    List<Transaction> found = new ArrayList<>();
    clinic.sql(TRANSACTIONS).forEach(row -> found.add(Transaction.of(row)));
    return found;
  }
}
