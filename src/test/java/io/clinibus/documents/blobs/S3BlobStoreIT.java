package io.clinibus.documents.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blobs in S3, before a server that checks signatures. */
class S3BlobStoreIT extends BlobStoreContract {

  private final S3Stub server = new S3Stub();

  @Override
  BlobStore store(Vertx vertx) {
    return new S3BlobStore(vertx, server.settings(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    assertThat(server.refused).as("signatures refused").hasValue(0);
    server.close();
  }

  @Test
  void whatFailedAtTheServerIsRepeated() throws Exception {
    server.failures.set(2);
    await(store.put("content/a-1", Buffer.buffer("again")));
    server.failures.set(1);
    assertThat(await(store.get("content/a-1", 0, 5)).toString()).isEqualTo("again");
  }

  @Test
  void aWrongSecretIsRefused() {
    var other = new S3BlobStore(vertx, server.settings("another secret"), Clock.systemUTC());
    assertThatThrownBy(() -> await(other.put("content/a-1", Buffer.buffer("x"))))
        .hasMessageContaining("S3 answered 403");
    server.refused.set(0);
  }
}
