package io.clinibus.documents.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.documents.blobs.BlobStore.Blob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does. */
abstract class BlobStoreContract {

  @TempDir Path scratch;
  Vertx vertx;
  BlobStore store;

  abstract BlobStore store(Vertx vertx) throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    vertx = Vertx.vertx();
    store = store(vertx);
  }

  @AfterEach
  void closeStore() throws Exception {
    await(vertx.close());
  }

  @Test
  void whatWasStoredIsReadByRanges() throws Exception {
    byte[] bytes = random(700_000);
    await(store.put("content/a-1", Buffer.buffer(bytes)));
    assertThat(await(store.get("content/a-1", 0, 700_000)).getBytes()).isEqualTo(bytes);
    assertThat(await(store.get("content/a-1", 699_990, 1_000)).length()).isEqualTo(10);
    assertThat(await(store.get("content/a-1", 700_000, 1_000)).length()).isZero();
    assertThat(await(store.get("content/a-1", 300_000, 5)).getBytes())
        .isEqualTo(Arrays.copyOfRange(bytes, 300_000, 300_005));
  }

  @Test
  void aFileIsStoredAsItIs() throws Exception {
    byte[] bytes = random(3_000_000);
    Path file = Files.write(scratch.resolve("file"), bytes);
    await(store.put("content/file-1", file));
    assertThat(await(store.get("content/file-1", 0, 4_000_000)).getBytes()).isEqualTo(bytes);
    assertThat(file).exists();
  }

  @Test
  void whatWasDeletedIsGone() throws Exception {
    await(store.put("upload/a/0", Buffer.buffer("x")));
    await(store.delete("upload/a/0"));
    await(store.delete("upload/a/0"));
    assertThatThrownBy(() -> await(store.get("upload/a/0", 0, 1)))
        .hasRootCauseInstanceOf(NoSuchBlob.class);
  }

  @Test
  void listsArePagedInTheOrderOfNames() throws Exception {
    List<String> names =
        List.of("content/a-1", "content/b-1", "upload/a/0", "upload/a/524288", "upload/b/0");
    for (String name :
        List.of(names.get(3), names.get(0), names.get(4), names.get(1), names.get(2))) {
      await(store.put(name, Buffer.buffer("some")));
    }
    assertThat(names(await(store.list("", "", 100)))).isEqualTo(names);
    assertThat(names(await(store.list("", "", 2)))).isEqualTo(names.subList(0, 2));
    assertThat(names(await(store.list("", "content/b-1", 2)))).isEqualTo(names.subList(2, 4));
    assertThat(names(await(store.list("upload/a/", "", 100)))).isEqualTo(names.subList(2, 4));
    Blob first = await(store.list("", "", 1)).get(0);
    assertThat(first.size()).isEqualTo(4);
    assertThat(first.modified())
        .isBetween(Instant.parse("2026-01-01T00:00:00Z"), Instant.now().plus(Duration.ofDays(400)));
  }

  @Test
  void namesLeadNowhereElse() {
    for (String name : List.of("../a", "a/../b", "/a", "a//b", "A", "a b", "")) {
      assertThatThrownBy(() -> await(store.put(name, Buffer.buffer("x")))).isNotNull();
    }
  }

  @Test
  void itCanBeReached() throws Exception {
    await(store.check());
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  static List<String> names(List<Blob> blobs) {
    return blobs.stream().map(Blob::name).toList();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
