package io.clinibus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import redis.embedded.RedisServer;

/** A real Redis on a free port, stopped at the latest with the JVM. */
public final class TestRedis {

  private final RedisServer server;
  private final int port;
  private long pid;

  private TestRedis(RedisServer server, int port) {
    this.server = server;
    this.port = port;
    this.pid = pid();
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
      var redis = new TestRedis(server, port);
      Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("redis://127.0.0.1:" + port);
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
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
