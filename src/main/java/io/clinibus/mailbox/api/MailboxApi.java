package io.clinibus.mailbox.api;

import io.clinibus.bus.Operation;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Public API of the mail catcher, for nodes without a mail server. Where mails are sent, operations
 * fail with {@code NOT_FOUND}.
 */
public final class MailboxApi {

  public static final Operation<ListMails, MailPage> LIST_MAILS =
      Operation.query("mailbox.listMails", ListMails.class, MailPage.class)
          .notAudited("only served beside a mail catcher, never in production");
  public static final Operation<GetMail, Mail> GET_MAIL =
      Operation.query("mailbox.getMail", GetMail.class, Mail.class)
          .notAudited("only served beside a mail catcher, never in production");

  public record ListMails(Integer limit, String cursor) {}

  public record MailSummary(UUID id, String to, String subject, OffsetDateTime at) {

    @Override
    public String toString() {
      return "MailSummary[" + id + "]";
    }
  }

  public record MailPage(List<MailSummary> items, String next) {}

  public record GetMail(String mailId) {}

  /**
   * @param html null for a mail without HTML; untrusted, so show it without scripts
   */
  public record Mail(
      UUID id,
      String to,
      String from,
      String subject,
      OffsetDateTime at,
      String text,
      String html) {

    @Override
    public String toString() {
      return "Mail[" + id + "]";
    }
  }

  private MailboxApi() {}
}
