package io.clinibus.cli;

import io.clinibus.Clinibus;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A node in its own process; its log is printed with its name as a prefix. */
final class NodeProcess {

  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 60;

  /** Ctrl-C reaches every process of a terminal; nodes must only stop on {@link #stop}. */
  private static final List<String> DEAF_TO_CTRL_C =
      List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  private final String name;
  private final Process process;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile boolean ready;
  private volatile boolean stopping;

  private NodeProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts the program of this process as a node with exactly these settings. */
  static NodeProcess start(String name, Map<String, String> environment, PrintStream out)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("CLINIBUS_"));
    builder.environment().putAll(environment);
    NodeProcess node = new NodeProcess(name, builder.start());
    // Not a daemon thread: the command runs as long as one of its nodes does.
    new Thread(() -> node.print(out), name + " log").start();
    return node;
  }

  long pid() {
    return process.pid();
  }

  /** Blocks until the node answers requests. */
  void awaitReady() throws StartFailure {
    try {
      if (!settled.await(START_SECONDS, TimeUnit.SECONDS)) {
        throw StartFailure.because(name + " has not started in " + START_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ready) {
      throw StartFailure.because(name + " did not start; see above");
    }
  }

  /** Stops the node and waits for its end. */
  void stop() {
    stopping = true;
    process.toHandle().destroy(); // Process.destroy would close its log as well.
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void print(PrintStream out) {
    try (BufferedReader log = process.inputReader()) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        out.println(name + " | " + line);
        if (line.contains(Banner.IS_READY)) {
          ready = true;
          settled.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      settled.countDown();
      process.onExit().thenAccept(ended -> out.println(end(ended.exitValue())));
    }
  }

  private String end(int status) {
    return stopping
        ? name + " has stopped"
        : name + " (process " + pid() + ") has died with status " + status + "; the others go on";
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    if (File.separatorChar == '/') {
      command.addAll(DEAF_TO_CTRL_C);
    }
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:ArchiveClassesAtExit"))
        .forEach(command::add);
    command.add(Launcher.endsWith(ProcessHandle.current().pid()));
    String classPath = System.getProperty("java.class.path");
    command.addAll(
        classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
            ? List.of("-jar", classPath)
            : List.of("-cp", classPath, Clinibus.class.getName()));
    return command;
  }
}
