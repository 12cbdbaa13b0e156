package io.clinibus.node;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.identity.IdentityModule;
import io.clinibus.identity.QuickIdentity;
import io.clinibus.settings.Settings;
import io.clinibus.web.contract.SharedContract;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;

/**
 * Starts a node of the release in this JVM, without what takes most of a start's processor time: it
 * resolves the contract only once in a JVM, and hashes passwords at the least cost.
 */
public final class QuickNode {

  private static final Modules MODULES =
      new Modules(
          Modules.ALL.list().stream()
              .map(module -> module == IdentityModule.MODULE ? QuickIdentity.MODULE : module)
              .toList());

  private QuickNode() {}

  public static Future<Node> start(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    return Node.start(MODULES, SharedContract::load, settings, clock, mails);
  }
}
