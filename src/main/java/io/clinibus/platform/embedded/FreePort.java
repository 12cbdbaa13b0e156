package io.clinibus.platform.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine that nobody uses. */
final class FreePort {

  private FreePort() {}

  /** This port if it is free, else any that is. */
  static int preferring(int port) {
    try {
      return tryBind(port);
    } catch (IOException taken) {
      return any();
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
