package io.clinibus.documents.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs in a folder. */
class FolderBlobStoreIT extends BlobStoreContract {

  @TempDir Path folder;

  @Override
  BlobStore store(Vertx vertx) {
    return new FolderBlobStore(vertx, folder.resolve("blobs"));
  }

  @Test
  void onlyTheOwnerCanReadFilesAndNoDraftIsLeft() throws Exception {
    await(store.put("content/a-1", Buffer.buffer("x")));
    Path root = folder.resolve("blobs");
    assertThat(permissions(root)).isEqualTo("rwx------");
    assertThat(permissions(root.resolve("content"))).isEqualTo("rwx------");
    assertThat(permissions(root.resolve("content/a-1"))).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(root.resolve("content"))) {
      assertThat(files).hasSize(1);
    }
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
