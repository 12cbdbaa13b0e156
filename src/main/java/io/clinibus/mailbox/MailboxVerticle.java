package io.clinibus.mailbox;

import io.clinibus.bus.Bus;
import io.clinibus.embedded.MailCatcher;
import io.clinibus.mailbox.api.MailboxApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/** Wires the mailbox domain. */
public final class MailboxVerticle extends VerticleBase {

  private final Bus bus;
  private final Optional<MailCatcher> catcher;

  public MailboxVerticle(Bus bus, Optional<MailCatcher> catcher) {
    this.bus = bus;
    this.catcher = catcher;
  }

  @Override
  public Future<?> start() {
    var mailbox = new Mailbox(catcher);
    return Future.all(
        bus.serve(MailboxApi.LIST_MAILS, mailbox::list),
        bus.serve(MailboxApi.GET_MAIL, mailbox::get));
  }
}
