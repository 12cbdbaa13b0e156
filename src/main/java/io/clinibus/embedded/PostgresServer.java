package io.clinibus.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in the data folder: durable, on this machine only, with a random password. The server
 * is a separate process that survives a killed node; the next start takes it over.
 */
final class PostgresServer {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final String NAME = "clinibus";
  private static final Duration INIT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final DataFolder data;
  private final Path folder;
  private final Path passwordFile;
  private final PostgresConfiguration configuration;
  private Path programs;

  PostgresServer(DataFolder data) {
    this.data = data;
    this.folder = data.resolve("postgres");
    this.passwordFile = data.resolve("postgres.password");
    this.configuration = new PostgresConfiguration(folder, data.resolve("log"));
  }

  /**
   * Starts the server, or takes over the one of a killed node.
   *
   * @return the database's URL with its password
   */
  URI start() throws IOException {
    programs = new Programs(data).postgres();
    PrivateFiles.makeFolder(data.resolve("log"));
    if (!Files.exists(folder)) {
      initialise();
    }
    int port = takeOver().orElseGet(this::launch);
    String password = Files.readString(passwordFile).strip();
    return URI.create("postgresql://" + NAME + ":" + password + "@127.0.0.1:" + port + "/" + NAME);
  }

  /** Stops the server cleanly, if it runs. */
  void stop() {
    if (programs != null && Files.exists(folder.resolve("postmaster.pid"))) {
      control("stop", STOP_PATIENCE, List.of("-m", "fast"));
    }
  }

  /**
   * In a temporary folder that is then renamed, so that the database folder is never incomplete.
   */
  private void initialise() throws IOException {
    PrivateFiles.write(passwordFile, ServicePasswords.random());
    Path draft = data.resolve("postgres.new");
    PrivateFiles.removeTree(draft);
    PrivateFiles.makeFolder(draft);
    run(
        INIT_PATIENCE,
        "",
        program("initdb"),
        "--pgdata=" + draft,
        "--username=" + NAME,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C");
    run(
        INIT_PATIENCE,
        "CREATE DATABASE " + NAME + "\n",
        program("postgres"),
        "--single",
        "-D",
        draft.toString(),
        "postgres");
    Files.move(draft, folder);
  }

  /** The port of a running server of an earlier run, if it can be used as it is. */
  private Optional<Integer> takeOver() throws IOException {
    Optional<Postmaster> found = Postmaster.find(folder);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Postmaster server = found.get();
    if (server.ready() && server.runsFrom(programs) && configuration.isCurrent(server.port())) {
      LOG.info("embedded PostgreSQL: taken over from an earlier run");
      return Optional.of(server.port());
    }
    LOG.info("embedded PostgreSQL: stopping the one of an earlier run");
    control("stop", STOP_PATIENCE, List.of("-m", "fast"));
    return Optional.empty();
  }

  private int launch() {
    int port = FreePort.preferring(configuration.port());
    configuration.write(port);
    control("start", START_PATIENCE, List.of());
    return port;
  }

  private void control(String action, Duration patience, List<String> more) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program("pg_ctl"), action, "-w", "-D", folder.toString()));
    command.addAll(List.of("-t", Long.toString(patience.toSeconds())));
    command.addAll(more);
    run(patience.plusSeconds(5), "", command.toArray(String[]::new));
  }

  private void run(Duration patience, String input, String... command) {
    Commands.run(
        Commands.unprivileged(List.of(command)),
        input,
        data.resolve("log").resolve("postgres-command.log"),
        patience);
  }

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }
}
