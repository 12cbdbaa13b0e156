package io.clinibus.bench.process;

import io.clinibus.bench.settings.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process under measurement. Its output goes to a file, so that it costs this process nothing.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("is ready at (https?://[^\\s\",]+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STOP_SECONDS = 40;
  private static final int LOOK_EVERY_MILLIS = 5;

  private final Process process;
  private final Path log;
  private final long began = System.nanoTime();

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * Starts a process; does not wait for anything.
   *
   * @param name of its log file
   * @param environment {@code CLINIBUS_*} variables; whatever this process has of them is removed
   */
  public static ChildProcess start(String name, List<String> command, Map<String, String> environment) {
    try {
      Files.createDirectories(ProjectFolder.data());
      Path log = ProjectFolder.data().resolve(name + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(ProjectFolder.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(variable -> variable.startsWith("CLINIBUS_"));
      builder.environment().putAll(environment);
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main class of the benchmarks in a JVM of its own. */
  public static ChildProcess main(String name, Class<?> main, String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(java(), "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(name, command, Map.of());
  }

  /** Waits until it has said that it is ready, and where. */
  public URI awaitReady() throws InterruptedException {
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      Matcher found = READY.matcher(printed());
      if (found.find()) {
        return URI.create(found.group(1).replace("localhost", "127.0.0.1"));
      }
      if (!process.isAlive()) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    throw new IllegalStateException("it did not start; see " + log);
  }

  /** Nanoseconds since it was started. */
  public long age() {
    return System.nanoTime() - began;
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Memory that is really there, in bytes. */
  public long residentBytes() {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    try {
      String text =
          Files.exists(status)
              ? Files.readString(status)
              : "VmRSS: " + run("ps", "-o", "rss=", "-p", Long.toString(process.pid()));
      Matcher found = Pattern.compile("VmRSS:\\s*(\\d+)").matcher(text);
      return found.find() ? Long.parseLong(found.group(1)) * 1024 : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of its heap that are in use after a full collection. */
  public long liveHeapBytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = run(jcmd, Long.toString(process.pid()), "GC.class_histogram");
    Matcher total = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
    return total.find() ? Long.parseLong(total.group(1)) : 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String printed() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String run(String... command) {
    try {
      Process ran = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      ran.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
