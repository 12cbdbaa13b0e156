package io.clinibus.notifications;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.notifications.api.UndeliveredMailsApi.DismissMail;
import io.clinibus.notifications.api.UndeliveredMailsApi.ListUndeliveredMails;
import io.clinibus.notifications.api.UndeliveredMailsApi.SendMailAgain;
import io.clinibus.notifications.api.UndeliveredMailsApi.UndeliveredMailPage;
import io.vertx.core.Future;
import java.time.Clock;

/** Mails that were given up, and what administrators do about them. */
final class UndeliveredMails {

  private final UndeliveredMailRepository repository;
  private final Clock clock;

  UndeliveredMails(UndeliveredMailRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  Future<UndeliveredMailPage> list(ListUndeliveredMails asked, Caller caller) {
    return repository.list(asked);
  }

  Future<NoContent> sendAgain(SendMailAgain asked, Caller caller) {
    return repository.sendAgain(asked.mailId(), clock.instant(), caller).map(NoContent.DONE);
  }

  Future<NoContent> dismiss(DismissMail asked, Caller caller) {
    return repository.dismiss(asked.mailId(), caller).map(NoContent.DONE);
  }
}
