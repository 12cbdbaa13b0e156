package io.clinibus.platform.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** Writes calendar files (RFC 5545) with one entry. Times are in UTC. */
public final class CalendarFile {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The longest line in octets, without its break. */
  private static final int LINE = 75;

  private CalendarFile() {}

  /** A file for download. */
  public static String published(CalendarEntry entry, Instant now) {
    return write("PUBLISH", entry, List.of(), now);
  }

  /**
   * A file to be sent by mail (RFC 5546): it adds, changes or removes the entry.
   *
   * @param clinic the name of the organizer
   * @param sender the clinic's e-mail address
   * @param recipient the patient's e-mail address
   */
  public static String invitation(
      CalendarEntry entry, String clinic, String sender, String recipient, Instant now) {
    List<String> people =
        List.of(
            "ORGANIZER;CN=" + quoted(clinic) + ":mailto:" + sender,
            "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:" + recipient);
    return write(method(entry), entry, people, now);
  }

  /** The method of an invitation: {@code REQUEST} or {@code CANCEL}. */
  public static String method(CalendarEntry entry) {
    return entry.cancelled() ? "CANCEL" : "REQUEST";
  }

  private static String write(
      String method, CalendarEntry entry, List<String> people, Instant now) {
    StringBuilder file = new StringBuilder();
    Stream.of(
            List.of(
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Clinibus//Clinibus//EN",
                "METHOD:" + method,
                "BEGIN:VEVENT",
                "UID:" + entry.uid(),
                "SEQUENCE:" + entry.sequence(),
                "DTSTAMP:" + UTC.format(now),
                "DTSTART:" + UTC.format(entry.start()),
                "DTEND:" + UTC.format(entry.end()),
                "SUMMARY:" + escaped(entry.summary()),
                "LOCATION:" + escaped(entry.location())),
            people,
            entry.description().isBlank()
                ? List.<String>of()
                : List.of("DESCRIPTION:" + escaped(entry.description())),
            List.of(
                "STATUS:" + (entry.cancelled() ? "CANCELLED" : "CONFIRMED"),
                "CLASS:PRIVATE",
                "END:VEVENT",
                "END:VCALENDAR"))
        .flatMap(List::stream)
        .forEach(line -> fold(line, file));
    return file.toString();
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
