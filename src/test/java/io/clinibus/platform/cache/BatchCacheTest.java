package io.clinibus.platform.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cache whose loader fails. */
class BatchCacheTest {

  @Test
  void aFailureOfTheLoaderIsPassedOnUnchanged() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var refused = new ConnectException("Connection refused");
      var cache =
          new BatchCache<String, String>(
              vertx,
              10,
              Duration.ofMinutes(1),
              () -> true,
              keys -> Future.<Map<String, String>>failedFuture(refused));
      assertThatThrownBy(() -> cache.getAll(List.of("a")).await(10, TimeUnit.SECONDS))
          .isSameAs(refused);
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }
}
