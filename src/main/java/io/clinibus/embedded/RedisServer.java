package io.clinibus.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Redis without persistence: its data is disposable, so the server of a killed node is stopped and
 * replaced. It runs detached from the terminal, so that Ctrl-C reaches only the node.
 */
final class RedisServer {

  private static final Duration START_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final DataFolder data;
  private final Path pidFile;

  RedisServer(DataFolder data) {
    this.data = data;
    this.pidFile = data.resolve("redis.pid");
  }

  /**
   * @return the server's URL with its password
   */
  URI start() throws IOException {
    stop();
    Path program = new Programs(data).redis();
    PrivateFiles.makeFolder(data.resolve("log"));
    String password = ServicePasswords.random();
    int port = FreePort.any();
    Path configuration = data.resolve("redis.conf");
    PrivateFiles.write(configuration, configuration(port, password));
    Commands.run(
        List.of(program.toString(), configuration.toString()),
        "",
        data.resolve("log").resolve("redis-command.log"),
        START_PATIENCE);
    awaitAnswer(port);
    return URI.create("redis://:" + password + "@127.0.0.1:" + port);
  }

  /** Stops the server named in the data folder's pid file, if it runs. */
  void stop() throws IOException {
    Optional<ProcessHandle> server = running();
    if (server.isPresent()) {
      server.get().destroy();
      awaitExit(server.get());
    }
    Files.deleteIfExists(pidFile);
  }

  private Optional<ProcessHandle> running() throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String pid = Files.readString(pidFile).strip();
    if (!pid.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    Path programs = data.resolve("programs");
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .map(command -> Path.of(command).startsWith(programs))
                    .orElse(false));
  }

  private static void awaitExit(ProcessHandle server) {
    try {
      server.onExit().get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private String configuration(int port, String password) {
    return """
    port %d
    bind 127.0.0.1
    requirepass %s
    daemonize yes
    pidfile "%s"
    dir "%s"
    logfile "%s"
    save ""
    appendonly no
    maxmemory 256mb
    maxmemory-policy allkeys-lru
    """
        .formatted(
            port, password, pidFile, data.resolve("log"), data.resolve("log").resolve("redis.log"));
  }

  private static void awaitAnswer(int port) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!answers(port)) {
      if (System.nanoTime() > deadline) {
        throw new EmbeddedFailure("The embedded Redis did not start; see log/redis.log");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(1));
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read()
          == '-'; // The reply to an unauthenticated command is an error.
    } catch (IOException e) {
      return false;
    }
  }
}
