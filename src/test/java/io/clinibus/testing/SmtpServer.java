package io.clinibus.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;

/** SMTP servers that keep what they get. */
public final class SmtpServer {

  /** A busy machine is slow, not wrong. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private SmtpServer() {}

  /** Starts one on a port. */
  public static GreenMail start(int port) {
    var setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(PATIENCE.toMillis());
    var server = new GreenMail(setup);
    server.start();
    return server;
  }
}
