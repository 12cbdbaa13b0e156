package io.clinibus;

import io.clinibus.cli.CommandLine;
import java.util.List;

/** The command line. */
public final class Clinibus {

  private Clinibus() {}

  public static void main(String[] arguments) {
    // Read once, before the first TLS connection: clients may not renegotiate TLS 1.2.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    int status = new CommandLine(System.out, System.err).run(List.of(arguments), System.getenv());
    if (status != CommandLine.KEEP_RUNNING) {
      System.exit(status);
    }
  }
}
