package io.clinibus.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy between a node and PostgreSQL that records each executed statement from the wire
 * protocol: one statement is one round trip, unless several are pipelined.
 */
public final class SqlWatch implements AutoCloseable {

  private static final int LENGTH_BYTES = 4;

  /** Requests for encryption, which come before the startup message. */
  private static final List<Integer> ENCRYPTION = List.of(80877103, 80877104);

  private final URI database;
  private final ServerSocket door;
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  private SqlWatch(URI database, ServerSocket door) {
    this.database = database;
    this.door = door;
  }

  /** Begins to record the connections to {@link #url()}. */
  public static SqlWatch over(URI database) {
    try {
      var watch = new SqlWatch(database, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      background("accept", watch::accept);
      return watch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database by way of this watch. */
  public URI url() {
    String authority = database.getRawUserInfo() + "@127.0.0.1:" + door.getLocalPort();
    return URI.create(database.getScheme() + "://" + authority + database.getRawPath());
  }

  /** The text of every statement that was executed since {@link #forget()}, in order. */
  public List<String> executed() {
    return List.copyOf(executed);
  }

  public void forget() {
    executed.clear();
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Closeable socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void background(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (SocketException | EOFException over) {
                // One side has closed the connection.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "sql watch " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      Socket server = new Socket(database.getHost(), database.getPort());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.addAll(List.of(client, server));
      background("requests", () -> new Requests(client, server).pass());
      background("answers", () -> pass(server, client));
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  /** What one client sends. */
  private final class Requests {
    private final Socket client;
    private final Socket server;
    private final Map<String, String> prepared = new HashMap<>();

    Requests(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pass() throws IOException {
      try (client;
          server) {
        var in = new DataInputStream(new java.io.BufferedInputStream(client.getInputStream()));
        var out = new java.io.BufferedOutputStream(server.getOutputStream());
        boolean started = false;
        while (true) {
          int type = started ? in.readByte() : 0;
          byte[] body = new byte[in.readInt() - LENGTH_BYTES];
          in.readFully(body);
          // Before it is passed on: the answer may be there at once.
          if (started) {
            hear((char) type, body);
          } else {
            started = !ENCRYPTION.contains(java.nio.ByteBuffer.wrap(body).getInt());
          }
          write(out, type, body);
          if (in.available() == 0) {
            out.flush();
          }
        }
      }
    }

    private void write(OutputStream out, int type, byte[] body) throws IOException {
      var head = java.nio.ByteBuffer.allocate(1 + LENGTH_BYTES);
      head.put((byte) type).putInt(body.length + LENGTH_BYTES);
      int from = type == 0 ? 1 : 0;
      out.write(head.array(), from, head.capacity() - from);
      out.write(body);
    }

    /** Parse names a statement, Bind executes a named one, Query executes its text. */
    private void hear(char type, byte[] body) {
      if (type == 'P') {
        prepared.put(text(body, 0), text(body, 1));
      } else if (type == 'B') {
        executed.add(prepared.getOrDefault(text(body, 1), "?"));
      } else if (type == 'Q') {
        executed.add(text(body, 0));
      }
    }

    /** The message's texts each end with a zero byte. */
    private static String text(byte[] body, int number) {
      int from = 0;
      for (int skipped = 0; skipped < number; skipped++) {
        from = end(body, from) + 1;
      }
      return new String(body, from, end(body, from) - from, StandardCharsets.UTF_8);
    }

    private static int end(byte[] body, int from) {
      int end = from;
      while (body[end] != 0) {
        end++;
      }
      return end;
    }
  }
}
