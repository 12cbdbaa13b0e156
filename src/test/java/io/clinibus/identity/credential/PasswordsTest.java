package io.clinibus.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static final int PATIENCE_SECONDS = 10;

  @Test
  void aFullQueueRefusesFurtherHashes() throws Exception {
    Vertx vertx = Vertx.vertx();
    var hold = new CountDownLatch(1);
    try {
      var workers = vertx.createSharedWorkerExecutor("test-hashing", 1);
      var passwords = new Passwords(new HeldHasher(hold), workers, 2, "dummy");
      List<Future<String>> within = List.of(passwords.hash("first"), passwords.hash("second"));
      Future<String> beyond = passwords.hash("third");
      assertThat(((Failure) beyond.cause()).code()).isEqualTo(CommonFailures.UNAVAILABLE);
      hold.countDown();
      Future.all(within).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(passwords.hash("fourth").await(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isEqualTo("hash of fourth");
    } finally {
      hold.countDown();
      vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Does not finish before it is released. */
  private static final class HeldHasher extends PasswordHasher {

    private final CountDownLatch hold;

    HeldHasher(CountDownLatch hold) {
      this.hold = hold;
    }

    @Override
    public String hash(String password) {
      try {
        assertThat(hold.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return "hash of " + password;
    }
  }
}
