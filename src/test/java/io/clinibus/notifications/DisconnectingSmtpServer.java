package io.clinibus.notifications;

import io.clinibus.testing.DomainFixture;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that closes each connection at a command, until it recovers. */
final class DisconnectingSmtpServer {

  private static final String CONNECT = "CONNECT";

  private final Vertx vertx;
  private final String fatal;
  private final boolean answered;
  private final AtomicInteger disconnects = new AtomicInteger();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private volatile boolean recovered;

  /**
   * @param fatal the command; CONNECT for the greeting, a dot for the end of the mail
   * @param answered whether the command is answered before the connection is closed
   */
  DisconnectingSmtpServer(Vertx vertx, String fatal, boolean answered) {
    this.vertx = vertx;
    this.fatal = fatal;
    this.answered = answered;
  }

  int listen() {
    return DomainFixture.await(
            vertx
                .createNetServer()
                .connectHandler(socket -> new Dialogue(socket).begin())
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  void recover() {
    recovered = true;
  }

  int disconnects() {
    return disconnects.get();
  }

  /** The recipients of the accepted mails. */
  List<String> accepted() {
    return accepted;
  }

  private final class Dialogue {

    private final NetSocket socket;
    private boolean inMail;
    private String recipient;

    Dialogue(NetSocket socket) {
      this.socket = socket;
    }

    void begin() {
      socket.handler(RecordParser.newDelimited("\r\n", line -> receive(line.toString())));
      answer(CONNECT, "220 mail.example.org ESMTP");
    }

    private void receive(String line) {
      if (inMail) {
        if (line.equals(".")) {
          inMail = false;
          if (recovered || !fatal.equals(".") || answered) {
            accepted.add(recipient);
          }
          answer(".", "250 accepted");
        }
        return;
      }
      String command = line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0];
      switch (command) {
        case "RCPT" -> recipient = line.replaceAll(".*<|>.*", "");
        case "DATA" -> inMail = true;
        default -> {}
      }
      answer(command, command.equals("DATA") ? "354 go ahead" : "250 fine");
    }

    private void answer(String command, String answer) {
      boolean last = !recovered && command.equals(fatal);
      if (!last || answered) {
        socket.write(answer + "\r\n");
      }
      if (last) {
        disconnects.incrementAndGet();
        socket.close();
      }
    }
  }
}
