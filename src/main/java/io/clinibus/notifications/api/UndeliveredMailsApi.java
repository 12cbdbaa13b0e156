package io.clinibus.notifications.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of mails that were given up. For administrators. */
public final class UndeliveredMailsApi {

  /** Newest request first, without what they say. */
  public static final Operation<ListUndeliveredMails, UndeliveredMailPage> LIST_UNDELIVERED_MAILS =
      Operation.query(
              "notifications.listUndeliveredMails",
              ListUndeliveredMails.class,
              UndeliveredMailPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(UndeliveredMail::patientId).toList());

  /** {@code NOT_FOUND} if it is not given up, {@code MAIL_TOO_LATE} if it is of no use any more. */
  public static final Operation<SendMailAgain, NoContent> SEND_MAIL_AGAIN =
      Operation.command("notifications.sendMailAgain", SendMailAgain.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(SendMailAgain::mailId);

  /** Takes a mail off the list; {@code NOT_FOUND} if it is not given up. */
  public static final Operation<DismissMail, NoContent> DISMISS_MAIL =
      Operation.command("notifications.dismissMail", DismissMail.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(DismissMail::mailId);

  /**
   * @param limit entries per page, or null for 50
   * @param cursor start of the page, or null for the first page
   */
  public record ListUndeliveredMails(Integer limit, String cursor) {}

  /**
   * @param patientId null for a mail to the address of an account, or one to be confirmed
   * @param recipient the patient's name with the family name first; null without a patient
   * @param address where to; null if the patient has no confirmed address any more
   * @param reason of the last attempt: {@code SMTP} and the server's code, or the kind of error
   * @param usefulUntil not sent afterwards; null for no limit
   */
  public record UndeliveredMail(
      UUID id,
      UUID patientId,
      String recipient,
      String address,
      String reason,
      int attempts,
      OffsetDateTime requestedAt,
      OffsetDateTime givenUpAt,
      OffsetDateTime usefulUntil) {

    @Override
    public String toString() {
      return "UndeliveredMail[" + id + "]";
    }
  }

  public record UndeliveredMailPage(List<UndeliveredMail> items, String next) {}

  public record SendMailAgain(UUID mailId) {}

  public record DismissMail(UUID mailId) {}

  private UndeliveredMailsApi() {}
}
