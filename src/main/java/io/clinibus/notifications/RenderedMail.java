package io.clinibus.notifications;

import io.clinibus.platform.calendar.CalendarEntry;
import java.util.Optional;

/**
 * What a mail says.
 *
 * @param text the body as plain text
 * @param html the body as HTML
 * @param entry the attached calendar entry, if any
 */
record RenderedMail(String subject, String text, String html, Optional<CalendarEntry> entry) {

  @Override
  public String toString() {
    return "RenderedMail[…]";
  }
}
