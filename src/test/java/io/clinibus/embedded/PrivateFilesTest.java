package io.clinibus.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

  @TempDir private Path temp;

  @Test
  void concurrentCreationOfOneFolderSucceeds() throws IOException {
    for (int round = 0; round < 300; round++) {
      Path folder = temp.resolve("round-" + round);
      CompletableFuture.allOf(making(folder), making(folder)).join();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  private static CompletableFuture<Void> making(Path folder) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            PrivateFiles.makeFolder(folder);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
