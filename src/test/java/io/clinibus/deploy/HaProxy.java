package io.clinibus.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real HAProxy, of the Debian package. */
final class HaProxy implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

  private final Process process;

  HaProxy(Path configuration, Path output) throws IOException {
    this.process =
        new ProcessBuilder(PROGRAM.toString(), "-db", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
