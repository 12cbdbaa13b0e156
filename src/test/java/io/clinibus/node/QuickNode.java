package io.clinibus.node;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.identity.IdentityModule;
import io.clinibus.identity.QuickIdentity;
import io.clinibus.settings.Settings;
import io.clinibus.web.contract.SharedContract;
import io.clinibus.web.pages.AppBuild;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;

/**
 * Starts a node of the release in this JVM, without what takes most of a start's processor time: it
 * resolves the contract only once in a JVM, hashes passwords at the least cost, and stores no files
 * of its app for other nodes.
 */
public final class QuickNode {

  private static final Modules MODULES =
      new Modules(
          Modules.ALL.list().stream()
              .map(module -> module == IdentityModule.MODULE ? QuickIdentity.MODULE : module)
              .toList());

  private QuickNode() {}

  public static Future<Node> start(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    return start(settings, clock, mails, new AppBuild(AppBuild.OF_RELEASE.folder(), false));
  }

  /** A node with another app. */
  public static Future<Node> start(
      Settings settings, Clock clock, Optional<MailCatcher> mails, AppBuild build) {
    return Node.start(MODULES, SharedContract::load, build, settings, clock, mails);
  }
}
