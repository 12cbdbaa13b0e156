package io.clinibus.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;

/** A mail server that takes mails and passwords over TLS only (STARTTLS), and keeps their texts. */
public final class TestMailServer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final String TLS_FIRST = "530 Must issue a STARTTLS command first";

  private record Mail(String recipient, String text) {}

  private final ServerSocket server;
  private final SSLContext tls;
  private final String login;
  private final ExecutorService sessions = Executors.newCachedThreadPool();
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private volatile boolean signedIn;

  private TestMailServer(ServerSocket server, SSLContext tls, String login) {
    this.server = server;
    this.tls = tls;
    this.login = login;
  }

  /** Starts one on a free port. A sign-in is possible, but not required. */
  public static TestMailServer start(SSLContext tls, String user, String password) {
    byte[] secret = ("\0" + user + "\0" + password).getBytes(UTF_8);
    try {
      var server =
          new TestMailServer(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              tls,
              "AUTH PLAIN " + Base64.getEncoder().encodeToString(secret));
      server.sessions.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Whether anyone has signed in with user and password. */
  public boolean isSignedIn() {
    return signedIn;
  }

  /** Waits for a mail whose text matches, and gives the first group. */
  public String await(String recipient, Pattern wanted) {
    return Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(
            () ->
                mails.stream()
                    .filter(mail -> mail.recipient().equals(recipient))
                    .map(mail -> wanted.matcher(mail.text()))
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  @Override
  public void close() throws IOException {
    server.close();
    sessions.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sessions.execute(() -> new Session(socket).serve());
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** One connection. */
  private final class Session {

    private Socket socket;
    private BufferedReader lines;
    private String recipient;

    Session(Socket socket) {
      this.socket = socket;
    }

    void serve() {
      try {
        use(socket);
        answer("220 mail ESMTP");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          command(line);
        }
        socket.close();
      } catch (IOException hungUp) {
        // The client may come again.
      }
    }

    private void use(Socket connection) throws IOException {
      socket = connection;
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    private void command(String line) throws IOException {
      String verb = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
      boolean encrypted = socket instanceof SSLSocket;
      switch (verb) {
        case "EHLO" ->
            answer(encrypted ? "250-mail\r\n250 AUTH PLAIN" : "250-mail\r\n250 STARTTLS");
        case "STARTTLS" -> {
          answer("220 Ready");
          var layered =
              (SSLSocket) tls.getSocketFactory().createSocket(socket, "mail", port(), true);
          layered.setUseClientMode(false);
          use(layered);
        }
        default -> answer(encrypted ? overTls(verb, line) : TLS_FIRST);
      }
    }

    private String overTls(String verb, String line) throws IOException {
      switch (verb) {
        case "AUTH" -> {
          signedIn |= line.equals(login);
          return line.equals(login) ? "235 Signed in" : "535 Wrong";
        }
        case "RCPT" -> recipient = line.replaceAll(".*<|>.*", "");
        case "DATA" -> {
          answer("354 Go on");
          mails.add(new Mail(recipient, text(message())));
        }
        default -> {}
      }
      return "250 OK";
    }

    private String message() throws IOException {
      StringBuilder message = new StringBuilder();
      for (String line = lines.readLine(); !line.equals("."); line = lines.readLine()) {
        message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
      return message.toString();
    }

    private void answer(String text) throws IOException {
      socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }
  }

  private static String text(String message) throws IOException {
    try {
      return text(new MimeMessage(null, new ByteArrayInputStream(message.getBytes(ISO_8859_1))));
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  private static String text(Part part) throws MessagingException, IOException {
    if (!part.isMimeType("multipart/*")) {
      return part.isMimeType("text/plain") ? part.getContent().toString() : "";
    }
    Multipart parts = (Multipart) part.getContent();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.getCount(); i++) {
      all.append(text(parts.getBodyPart(i)));
    }
    return all.toString();
  }
}
