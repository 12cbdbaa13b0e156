package io.clinibus.mailbox;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.embedded.CaughtMail;
import io.clinibus.embedded.MailCatcher;
import io.clinibus.mailbox.api.MailboxApi.GetMail;
import io.clinibus.mailbox.api.MailboxApi.ListMails;
import io.clinibus.mailbox.api.MailboxApi.Mail;
import io.clinibus.mailbox.api.MailboxApi.MailPage;
import io.clinibus.mailbox.api.MailboxApi.MailSummary;
import io.clinibus.platform.db.Cursor;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Lists the mails in the mail catcher. */
final class Mailbox {

  private final Optional<MailCatcher> catcher;

  Mailbox(Optional<MailCatcher> catcher) {
    this.catcher = catcher;
  }

  /** A page of mails, latest first. */
  Future<MailPage> list(ListMails wanted, Caller caller) {
    Cursor after = Cursor.parse(wanted.cursor());
    int limit = Cursor.limit(wanted.limit());
    List<CaughtMail> rows =
        caught().stream()
            .filter(mail -> after == null || isAfter(mail, after))
            .limit(limit + 1L)
            .toList();
    String next = Cursor.next(rows, limit, mail -> new Cursor("", mail.id()));
    List<MailSummary> items =
        Cursor.page(rows, limit).stream()
            .map(mail -> new MailSummary(mail.id(), mail.to(), mail.subject(), utc(mail.at())))
            .toList();
    return Future.succeededFuture(new MailPage(items, next));
  }

  Future<Mail> get(GetMail wanted, Caller caller) {
    return Future.succeededFuture(
        caught().stream()
            .filter(mail -> mail.id().toString().equals(wanted.mailId()))
            .findFirst()
            .map(
                mail ->
                    new Mail(
                        mail.id(),
                        mail.to(),
                        mail.from(),
                        mail.subject(),
                        utc(mail.at()),
                        mail.text(),
                        mail.html()))
            .orElseThrow(() -> Failure.notFound("mail")));
  }

  private List<CaughtMail> caught() {
    return catcher
        .map(MailCatcher::mails)
        .orElseThrow(
            () ->
                Failure.of(
                    FailureCode.NOT_FOUND,
                    "This clinic sends its mails; there is no mailbox to show."));
  }

  /** Ids increase with time, and sort equally as text. */
  private static boolean isAfter(CaughtMail mail, Cursor cursor) {
    return mail.id().toString().compareTo(cursor.id().toString()) < 0;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
