package io.clinibus.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ports for servers that cannot choose one themselves. Each JVM of a test run has a range of its
 * own, below the ports that the system gives to connections, and no port is given out twice: what
 * is free when it is looked up is still free when the server binds it.
 */
public final class TestPorts {

  private static final int LOWEST = 10_000;
  private static final int RANGE = 5_000;

  /** The number of this JVM, from 1; an IDE does not set it. */
  private static final int FORK = Integer.getInteger("clinibus.test.fork", 1);

  private static final int FIRST = LOWEST + RANGE * (FORK - 1);

  /** Another build on this machine has the same ranges, hence the random start. */
  private static int next = ThreadLocalRandom.current().nextInt(RANGE);

  private TestPorts() {}

  public static int one() {
    return several(1).get(0);
  }

  /** So many in a row. */
  public static synchronized List<Integer> several(int number) {
    return Stream.generate(() -> row(number))
        .limit(RANGE)
        .filter(row -> row.stream().allMatch(TestPorts::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> row(int number) {
    int first = next + number > RANGE ? 0 : next;
    next = first + number;
    return IntStream.range(FIRST + first, FIRST + next).boxed().toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
