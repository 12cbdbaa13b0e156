package io.clinibus.documents;

import io.clinibus.settings.Settings;
import io.clinibus.testing.TestPorts;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers INSTREAM as clamd does: everything that holds a word is malware. */
final class ClamdStub implements AutoCloseable {

  static final String MALWARE = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

  private final int port = TestPorts.one();

  /** Null until it listens. */
  private ServerSocket server;

  Optional<Settings.Endpoint> endpoint() {
    return Optional.of(new Settings.Endpoint("127.0.0.1", port));
  }

  void listen() throws IOException {
    server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "clamd stub");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        continue;
      }
    }
  }

  private static void answer(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] command = in.readNBytes("zINSTREAM\0".length());
    if (!new String(command, StandardCharsets.US_ASCII).equals("zINSTREAM\0")) {
      return;
    }
    byte[] all = new byte[0];
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      all = SampleFiles.joined(all, in.readNBytes(length));
    }
    String answer =
        SampleFiles.contains(all, MALWARE) ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
