package io.clinibus.cli;

import io.clinibus.embedded.EmbeddedFailure;
import io.clinibus.embedded.EmbeddedServices;
import io.clinibus.node.Node;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Services;
import io.clinibus.settings.Settings;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a node and its embedded services, and stops them in reverse order on a signal. */
final class Launcher {

  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 40;
  private static final int ORPHANED = 1;

  /** The process on which this one depends, by its id. */
  private static final String PARENT = "clinibus.parent";

  private final Configuration configuration;
  private final PrintStream out;
  private volatile EmbeddedServices embedded;
  private volatile Node node;

  Launcher(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  /** The Java option with which a node stops as soon as another process has ended. */
  static String endsWith(long process) {
    return "-D" + PARENT + "=" + process;
  }

  /** Blocks until the node answers requests. */
  void start() throws StartFailure {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    Optional.ofNullable(Long.getLong(PARENT)).ifPresent(Launcher::endWith);
    Services services =
        configuration.embedded() ? startServices() : configuration.given().orElseThrow();
    startNode(configuration.with(services));
    announce();
  }

  private static void endWith(long parent) {
    ProcessHandle.of(parent)
        .map(ProcessHandle::onExit)
        .orElse(CompletableFuture.completedFuture(null))
        .thenRunAsync(() -> System.exit(ORPHANED), task -> new Thread(task, "orphaned").start());
  }

  private Services startServices() throws StartFailure {
    try {
      embedded = EmbeddedServices.start(configuration.data());
      return embedded.services();
    } catch (EmbeddedFailure e) {
      throw StartFailure.of(e);
    }
  }

  private void startNode(Settings settings) throws StartFailure {
    try {
      node =
          Node.start(
                  settings,
                  Clock.systemUTC(),
                  Optional.ofNullable(embedded).map(EmbeddedServices::mail))
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw StartFailure.of(e.getCause(), settings);
    } catch (TimeoutException e) {
      throw StartFailure.of(e, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailure.of(e, settings);
    }
  }

  private void announce() {
    if (configuration.embedded() && !configuration.jsonLog()) {
      out.print(Banner.of(configuration, node));
    } else {
      LOG.info("{}", Banner.readyLine(configuration, node));
    }
  }

  /** Each step has a timeout, so that a stuck one cannot keep the process alive. */
  private void stop() {
    Node running = node;
    if (running != null) {
      LOG.info("stopping");
      stopNode(running);
      LOG.info("stopped");
    }
    EmbeddedServices services = embedded;
    if (services != null) {
      services.close();
    }
    Logs.end();
  }

  private void stopNode(Node running) {
    try {
      running
          .stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_SECONDS + configuration.node().drain().toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("shutdown failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
