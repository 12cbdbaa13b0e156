package io.clinibus.embedded;

import io.clinibus.settings.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded services of a first run: PostgreSQL, Redis, a mail catcher and a signing key. */
public final class EmbeddedServices implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

  private final DataFolder data;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final MailCatcher mail = new MailCatcher();
  private Services services;

  private EmbeddedServices(DataFolder data) {
    this.data = data;
    this.postgres = new PostgresServer(data);
    this.redis = new RedisServer(data);
  }

  /**
   * Starts all services concurrently. Blocks until all of them answer.
   *
   * @param folder where data and keys are kept between runs
   * @throws EmbeddedFailure if a service does not start; the others are stopped
   */
  public static EmbeddedServices start(Path folder) {
    EmbeddedServices embedded = new EmbeddedServices(DataFolder.open(folder));
    try {
      embedded.services = embedded.startAll();
      return embedded;
    } catch (EmbeddedFailure e) {
      embedded.close();
      throw e;
    }
  }

  /** The addresses of the services. */
  public Services services() {
    return services;
  }

  /** The mails sent so far. */
  public MailCatcher mail() {
    return mail;
  }

  /** Stops all services, each with a timeout, whether or not the others stop. */
  @Override
  public void close() {
    quietly("PostgreSQL", postgres::stop);
    quietly("Redis", redis::stop);
    quietly("the mail catcher", mail::stop);
    quietly("the data folder", data::close);
  }

  private Services startAll() {
    CompletableFuture<URI> database = background("PostgreSQL", postgres::start);
    CompletableFuture<URI> cache = background("Redis", redis::start);
    CompletableFuture<URI> catcher = background("mail catcher", mail::start);
    CompletableFuture<Path> key = background("signing key", () -> GeneratedKey.in(data));
    try {
      CompletableFuture.allOf(database, cache, catcher, key).join();
      return new Services(database.join(), cache.join(), catcher.join(), key.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof EmbeddedFailure failure
          ? failure
          : new EmbeddedFailure("The embedded services did not start: " + e.getCause(), e);
    }
  }

  private static <T> CompletableFuture<T> background(String name, Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            },
            "start " + name);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private interface Stop {
    void run() throws IOException;
  }

  private static void quietly(String what, Stop stop) {
    try {
      stop.run();
    } catch (IOException | RuntimeException e) {
      LOG.warn("shutdown of {} failed: {}", what, e.getMessage());
    }
  }
}
