package io.clinibus.testing;

import io.clinibus.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import redis.embedded.RedisServer;

/** A real Redis on a free port, stopped at the latest with the JVM. */
public final class TestRedis {

  private final RedisServer server;
  private final URI url;
  private long pid;

  private TestRedis(RedisServer server, URI url) {
    this.server = server;
    this.url = url;
  }

  /** One that is served over TLS only. */
  public static TestRedis startWithTls(Settings.BusTls tls) {
    int port = TestPorts.one();
    return start(
        port,
        List.of(
            "port 0",
            "tls-port " + port,
            "tls-cert-file " + tls.certificate(),
            "tls-key-file " + tls.key(),
            "tls-ca-cert-file " + tls.authority(),
            "tls-auth-clients no"));
  }

  /** One with the given lines of its configuration, which serves TLS on the port. */
  public static TestRedis start(int port, List<String> configuration) {
    try {
      var builder = RedisServer.newRedisServer().port(0).setting("bind 127.0.0.1");
      configuration.forEach(builder::setting);
      RedisServer server = builder.build();
      server.start();
      var redis = new TestRedis(server, URI.create("rediss://127.0.0.1:" + port));
      Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TestRedis start() {
    try {
      int port = TestPorts.one();
      var server =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("databases 1000")
              .build();
      server.start();
      var redis = new TestRedis(server, URI.create("redis://127.0.0.1:" + port));
      redis.pid = redis.pid();
      Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return url;
  }

  /** Like {@code kill -9}: it is gone at once. */
  public void kill() {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it again on the same port, empty. */
  public void startAgain() {
    try {
      server.stop();
      server.start();
      pid = pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As it says itself; so it must answer. */
  private long pid() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
        Scanner answer = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8)) {
      socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.UTF_8));
      answer.findWithinHorizon("process_id:(\\d+)", 0);
      return Long.parseLong(answer.match().group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
