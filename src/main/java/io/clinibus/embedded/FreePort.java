package io.clinibus.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds free ports on this machine, below the system's ephemeral range: a port of that could become
 * the local one of a connection before it is used.
 */
public final class FreePort {

  private static final int LOWEST = 25_000;
  private static final int HIGHEST = 32_768;

  private FreePort() {}

  /** This port if there is one and it is free, else any free one. */
  static int preferring(int port) {
    return port != 0 && isFree(port) ? port : any();
  }

  /** Consecutive ports. */
  public static List<Integer> several(int number) {
    return ThreadLocalRandom.current()
        .ints(LOWEST, HIGHEST - number)
        .mapToObj(first -> IntStream.range(first, first + number).boxed().toList())
        .filter(row -> row.stream().allMatch(FreePort::isFree))
        .findFirst()
        .orElseThrow();
  }

  static int any() {
    return several(1).get(0);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
