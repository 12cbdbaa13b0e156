package io.clinibus.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds free ports on this machine. */
public final class FreePort {

  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 32_768;

  private FreePort() {}

  /** This port if it is free, else any free one. */
  static int preferring(int port) {
    try {
      return tryBind(port);
    } catch (IOException taken) {
      return any();
    }
  }

  /**
   * Consecutive ports below the system's ephemeral range, from which they could be taken before
   * use.
   */
  public static List<Integer> several(int number) {
    return ThreadLocalRandom.current()
        .ints(LOWEST, HIGHEST - number)
        .mapToObj(first -> IntStream.range(first, first + number).boxed().toList())
        .filter(row -> row.stream().allMatch(FreePort::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try {
      return tryBind(port) == port;
    } catch (IOException taken) {
      return false;
    }
  }

  static int any() {
    try {
      return tryBind(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int tryBind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
