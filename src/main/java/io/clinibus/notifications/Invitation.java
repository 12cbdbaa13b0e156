package io.clinibus.notifications;

import io.clinibus.notifications.Delivery.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * An appointment for the patient's calendar (RFC 5545, RFC 5546): the same entry, however often it
 * is moved, as the appointment's id is its UID and the version its SEQUENCE. Pure.
 */
final class Invitation {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A line has at most 75 octets, its break not counted. */
  private static final int LINE = 75;

  private Invitation() {}

  /** {@code REQUEST} for an entry to be made or changed, {@code CANCEL} for one to be removed. */
  static String method(Delivery delivery) {
    return delivery.kind() == Kind.CANCELLED ? "CANCEL" : "REQUEST";
  }

  /**
   * The calendar file. UID and SEQUENCE are those of the app's calendar files ({@code ics.ts}).
   *
   * @param organizer the clinic's e-mail address
   */
  static String of(Delivery delivery, String summary, String organizer, Instant now) {
    boolean cancelled = delivery.kind() == Kind.CANCELLED;
    List<String> lines =
        List.of(
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Clinibus//Clinibus//EN",
            "METHOD:" + method(delivery),
            "BEGIN:VEVENT",
            "UID:" + delivery.subjectId(),
            "SEQUENCE:" + delivery.version(),
            "DTSTAMP:" + UTC.format(now),
            "DTSTART:" + UTC.format(delivery.start()),
            "DTEND:" + UTC.format(delivery.end()),
            "SUMMARY:" + escaped(summary),
            "LOCATION:" + escaped(location(delivery)),
            "ORGANIZER;CN=" + quoted(delivery.clinicName()) + ":mailto:" + organizer,
            "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:" + delivery.email(),
            "STATUS:" + (cancelled ? "CANCELLED" : "CONFIRMED"),
            "CLASS:PRIVATE",
            "END:VEVENT",
            "END:VCALENDAR");
    StringBuilder file = new StringBuilder();
    lines.forEach(line -> fold(line, file));
    return file.toString();
  }

  private static String location(Delivery delivery) {
    return delivery.room().isBlank()
        ? delivery.clinicName()
        : delivery.clinicName() + ", " + delivery.room();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replaceAll("\\R", "\\\\n");
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\"\\p{Cntrl}]", "'") + '"';
  }

  /** Breaks a line between characters, never within one. */
  private static void fold(String line, StringBuilder file) {
    int octets = 0;
    for (int at = 0; at < line.length(); ) {
      String next = Character.toString(line.codePointAt(at));
      int length = next.getBytes(StandardCharsets.UTF_8).length;
      if (octets + length > LINE) {
        file.append("\r\n ");
        octets = 1;
      }
      file.append(next);
      octets += length;
      at += next.length();
    }
    file.append("\r\n");
  }
}
