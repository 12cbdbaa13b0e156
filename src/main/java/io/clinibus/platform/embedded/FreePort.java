package io.clinibus.platform.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine that nobody uses. */
public final class FreePort {

  private FreePort() {}

  /** This port if it is free, else any that is. */
  static int preferring(int port) {
    try {
      return tryBind(port);
    } catch (IOException taken) {
      return any();
    }
  }

  /** So many different ones. */
  public static List<Integer> several(int number) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> free = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
