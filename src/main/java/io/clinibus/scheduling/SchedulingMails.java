package io.clinibus.scheduling;

import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.platform.mail.MailTemplate.Invitation;
import java.util.List;

/**
 * The mails of the scheduling domain; requested by its SQL functions ({@code
 * R__scheduling_mails.sql}).
 */
final class SchedulingMails {

  private static final String APPOINTMENTS = "/appointments";
  private static final String APPOINTMENT = APPOINTMENTS + "/{appointmentId}";

  static final List<MailTemplate> ALL =
      List.of(
          MailTemplate.of("BOOKED", APPOINTMENT).with(invitation(false)),
          MailTemplate.of("RESCHEDULED", APPOINTMENT).with(invitation(false)),
          MailTemplate.of("CANCELLED", APPOINTMENT).with(invitation(true)),
          MailTemplate.of("WAITLIST_OFFER", APPOINTMENTS + "?offer={entryId}"),
          MailTemplate.of("WAITLIST_ENDED", APPOINTMENTS));

  private SchedulingMails() {}

  private static Invitation invitation(boolean cancelled) {
    return new Invitation(cancelled, "appointmentId", "version");
  }
}
