package io.clinibus.notifications.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the notifications domain. */
public final class NotificationsFailures {

  public static final FailureCode MAIL_TOO_LATE =
      new FailureCode("mail-too-late", 409, "This mail is of no use any more");

  private NotificationsFailures() {}
}
