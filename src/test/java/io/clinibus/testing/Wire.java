package io.clinibus.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only way to a port, which a test can cut: what is sent then stays on its way, as between
 * networks that lost each other, and arrives when the wire is whole again.
 */
public final class Wire implements AutoCloseable {

  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean cut;

  private Wire(ServerSocket entrance, int target) {
    this.entrance = entrance;
    this.target = target;
  }

  public static Wire to(int target) {
    try {
      var wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      thread(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that leads to the target. */
  public int port() {
    return entrance.getLocalPort();
  }

  /**
   * Writes a {@code cluster.xml} for a node that others reach by wires only.
   *
   * @param file where to write it
   * @return the file
   */
  public static Path clusterFile(Path file, Wire hazelcast, Wire bus) {
    try {
      return Files.writeString(
          file,
          Files.readString(Path.of("cluster.xml"))
              .replace("<network>", "<network><public-address>%s</public-address>")
              .replace(
                  "</properties>",
                  "<property name=\"clinibus.bus.public.address\">%s</property></properties>")
              .formatted(bus.address(), hazelcast.address()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String address() {
    return "127.0.0.1:" + port();
  }

  public synchronized void cut() {
    cut = true;
  }

  public synchronized void mend() {
    cut = false;
    notifyAll();
  }

  @Override
  public void close() {
    mend();
    closeQuietly(entrance);
    sockets.forEach(Wire::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        sockets.add(near);
        thread(() -> connect(near));
      }
    } catch (IOException e) {
      // The wire was closed.
    }
  }

  private void connect(Socket near) {
    try {
      pass();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(far);
      thread(() -> carry(near, far));
      carry(far, near);
    } catch (IOException e) {
      closeQuietly(near);
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 * 1024];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        pass();
        out.write(bytes, 0, read);
      }
    } catch (IOException e) {
      // Either end has closed.
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private synchronized void pass() throws IOException {
    try {
      while (cut) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void closeQuietly(java.io.Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }
}
