package io.clinibus.cli;

import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.node.Node;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Loopback;
import java.net.URI;

/** The lines printed once the node runs. */
final class Banner {

  /** The part of the line that states readiness. */
  static final String IS_READY = " is ready ";

  private Banner() {}

  /** One line for logs, with the address of the health checks. */
  static String readyLine(Configuration configuration, Node node) {
    return ready(configuration, node) + ", health at " + health(configuration, node);
  }

  static String of(Configuration configuration, Node node) {
    int port = node.port().orElseThrow();
    StringBuilder text =
        new StringBuilder("\n")
            .append(ready(configuration, node))
            .append("\n\n")
            .append(line("API documentation", address(configuration, port) + "/docs"))
            .append(line("health", health(configuration, node)))
            .append(line("data", configuration.data().toString()));
    if (configuration.demo()) {
      text.append("\nDemo logins, all with the password ").append(DemoAccounts.PASSWORD);
      text.append(":\n");
      DemoAccounts.LOGINS.forEach(login -> text.append(line(login.who(), login.email())));
      if (!Loopback.is(configuration.http().endpoint().host())) {
        text.append("\nOther machines can reach this node, and anyone knows these passwords.\n");
      }
    }
    return text.append("\nStop with Ctrl-C.\n\n").toString();
  }

  /** The public URL, with the actual port if the setting asked for any free one. */
  private static String address(Configuration configuration, int port) {
    URI url = configuration.http().publicUrl();
    return url.getPort() == 0
        ? url.getScheme() + "://" + url.getHost() + ":" + port
        : url.toString();
  }

  private static String ready(Configuration configuration, Node node) {
    return "Clinibus "
        + Version.current()
        + node.port()
            .map(port -> IS_READY + "at " + address(configuration, port))
            .orElse(IS_READY + "for other nodes");
  }

  private static String health(Configuration configuration, Node node) {
    return "http://" + configuration.management().host() + ":" + node.managementPort();
  }

  private static String line(String name, String value) {
    return "  %-20s%s%n".formatted(name, value);
  }
}
