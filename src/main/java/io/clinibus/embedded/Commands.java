package io.clinibus.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs short commands synchronously. */
final class Commands {

  private static final List<String> UNPRIVILEGED = asRoot() ? List.of("unshare", "-U") : List.of();

  private Commands() {}

  /**
   * The command as a non-root user: PostgreSQL refuses to run as root, so root runs it in a user
   * namespace with another id.
   */
  static List<String> unprivileged(List<String> command) {
    List<String> whole = new ArrayList<>(UNPRIVILEGED);
    whole.addAll(command);
    return whole;
  }

  /**
   * Runs a command to its end. Output goes to a file, as a server that the command starts may keep
   * the stream open.
   *
   * @throws EmbeddedFailure if it fails or times out, with the last line it printed
   */
  static void run(List<String> command, String input, Path output, Duration patience) {
    String name = nameOf(command);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (Writer stdin = process.outputWriter(StandardCharsets.UTF_8)) {
        stdin.write(input);
      }
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new EmbeddedFailure(name + " took longer than " + patience.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new EmbeddedFailure(
            name + " failed: " + lastLine(output).orElse("exit " + process.exitValue()));
      }
    } catch (IOException e) {
      throw new EmbeddedFailure(name + " could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedFailure(name + " was interrupted", e);
    }
  }

  private static String nameOf(List<String> command) {
    int first = command.get(0).equals("unshare") ? 2 : 0;
    return Path.of(command.get(first)).getFileName().toString();
  }

  private static Optional<String> lastLine(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("Examine the log"))
        .reduce((first, second) -> second)
        .map(String::strip);
  }

  private static boolean asRoot() {
    return "root".equals(System.getProperty("user.name"))
        && System.getProperty("os.name").startsWith("Linux");
  }
}
