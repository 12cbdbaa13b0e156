package io.clinibus.cli;

import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.UsersApi.Invitation;
import io.clinibus.node.FirstAdminTask;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Prints the link with which the first administrator sets a password. */
final class AdminCommand {

  private static final int TIMEOUT_SECONDS = 120;

  private final Configuration configuration;
  private final PrintStream out;

  AdminCommand(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  void run(String email, String name) throws StartFailure {
    Settings settings = configuration.with(configuration.given().orElseThrow());
    Invitation link =
        invite(settings, email, name)
            .orElseThrow(
                () ->
                    StartFailure.because(
                        "There is an administrator already. Administrators invite others in the"
                            + " app, and renew their links."));
    out.println("Open this link to set the password of " + link.user().email() + ":");
    out.println();
    out.println("  " + link.link());
    out.println();
    out.println("It can be used once, until " + link.expiresAt() + ".");
  }

  private static Optional<Invitation> invite(Settings settings, String email, String name)
      throws StartFailure {
    Vertx vertx = Vertx.vertx();
    try {
      return FirstAdminTask.run(vertx, settings, Clock.systemUTC(), email, name)
          .await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (Failure refused) {
      throw StartFailure.because(
          refused.errors().isEmpty() ? refused.getMessage() : refused.errors().get(0).message());
    } catch (TimeoutException e) {
      throw StartFailure.because("The database does not answer.");
    } catch (RuntimeException e) {
      throw StartFailure.of(e, settings);
    } finally {
      vertx.close().await();
    }
  }
}
