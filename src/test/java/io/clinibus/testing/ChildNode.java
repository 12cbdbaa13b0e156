package io.clinibus.testing;

import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a JVM of its own, started as an operator starts it, that a test can kill. */
public final class ChildNode implements AutoCloseable {

  /** The public address of nodes on any free port. */
  static final URI PUBLIC_URL = URI.create("http://localhost:0");

  /** Processes that live for seconds only have no use for what makes long-lived ones fast. */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** It stops when this JVM has ended, however that came about. */
  private static final String DEPENDS_ON_THIS =
      "-Dclinibus.parent=" + ProcessHandle.current().pid();

  private static final Pattern READY = Pattern.compile("is ready at (https?://[^\\s\",]+)");
  private static final Pattern HEALTH = Pattern.compile("health at (http://[^\\s\"]+)");
  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final Thread reader = new Thread(this::read, "child node output");
  private volatile URI management;

  private ChildNode(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the program as a node on free ports. Does not wait.
   *
   * @param environment {@code CLINIBUS_*} variables; whatever this process has of them is removed
   */
  public static ChildNode launch(Map<String, String> environment, String... options) {
    return start(ChildProgram.arguments(), environment, options);
  }

  /** The same with another class path. */
  public static ChildNode launch(
      String classPath, Map<String, String> environment, String... options) {
    return start(ChildProgram.classPath(classPath), environment, options);
  }

  static ChildNode start(List<String> program, Map<String, String> environment, String... options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(SHORT_LIVED);
    command.add(DEPENDS_ON_THIS);
    command.addAll(program);
    command.addAll(List.of("--port=0", "--management-port=0"));
    command.addAll(List.of(options));
    return run(new ProcessBuilder(command), environment);
  }

  /** The same with a command of the test's own. */
  public static ChildNode run(ProcessBuilder builder, Map<String, String> environment) {
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("CLINIBUS_"));
    builder.environment().putAll(environment);
    try {
      return new ChildNode(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings of a node on the servers of this test, without rate limits. */
  public static Map<String, String> production(URI database) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "CLINIBUS_DATABASE_URL",
                database.toString(),
                "CLINIBUS_REDIS_URL",
                TestServers.redisFor(database).toString(),
                "CLINIBUS_SMTP_URL",
                "smtp://127.0.0.1:1",
                "CLINIBUS_SIGNING_KEY",
                TestKey.file().toString(),
                "CLINIBUS_CREDENTIAL_KEY",
                "credential-key-of-the-tests-0123456789",
                "CLINIBUS_RECORDS_KEY",
                RecordsKey.derivedFrom(TestKey.file()), // as nodes in this JVM
                "CLINIBUS_STAFF_SECOND_FACTOR",
                "false",
                "CLINIBUS_PUBLIC_URL",
                PUBLIC_URL.toString(),
                "CLINIBUS_REQUESTS_PER_MINUTE",
                "1000000",
                "CLINIBUS_DRAIN_SECONDS",
                "0"));
    settings.put("CLINIBUS_DOCUMENTS_FOLDER", "target/documents");
    return settings;
  }

  /** Starts a production node over the servers of another one. Does not wait. */
  public static ChildNode beside(Settings other) {
    return launch(production(other.database().url()));
  }

  /** Waits until the node answers requests, and says where. */
  public URI url() {
    try {
      return ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the node did not start: " + lines, e);
    }
  }

  /** Where health is served, of a node that has started and logs what a production node does. */
  public URI management() {
    return management;
  }

  /** Waits until the process has ended and all it printed is read, and gives its exit status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node did not end: " + lines);
      }
      reader.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it has printed so far. */
  public List<String> lines() {
    return lines;
  }

  public long pid() {
    return process.pid();
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) {
    try {
      int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Like {@code kill -9}: nothing gets a chance to be put in order. Waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Like {@code kill}: the node stops in its own order. Waits until it has. */
  @Override
  public void close() {
    process.destroy();
    awaitExit();
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        Matcher health = HEALTH.matcher(line);
        if (health.find()) {
          management = URI.create(health.group(1));
        }
        Matcher found = READY.matcher(line);
        if (found.find()) {
          ready.complete(URI.create(found.group(1)));
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IllegalStateException("the node ended"));
  }
}
