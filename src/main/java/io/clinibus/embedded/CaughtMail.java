package io.clinibus.embedded;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * A decoded mail of the mail catcher.
 *
 * @param id increases with time
 * @param to the recipient
 * @param text the plain text, empty if it has none
 * @param html the HTML, or null if it has none
 */
public record CaughtMail(
    UUID id, String to, String from, String subject, Instant at, String text, String html) {

  /** Longer parts are truncated, so that memory is bounded. */
  private static final int MOST_CHARACTERS = 256 * 1024;

  /** Decodes a message; omits attachments and parts that cannot be decoded. */
  static CaughtMail of(UUID id, String to, Instant at, MimeMessage message) {
    Parts parts = new Parts();
    try {
      parts.add(message);
      return new CaughtMail(
          id,
          to,
          from(message),
          message.getSubject() == null ? "" : message.getSubject(),
          at,
          parts.text == null ? "" : parts.text,
          parts.html);
    } catch (MessagingException | IOException e) {
      return new CaughtMail(id, to, "", "", at, "", null);
    }
  }

  @Override
  public String toString() {
    return "CaughtMail[" + id + "]";
  }

  private static String from(MimeMessage message) throws MessagingException {
    var from = message.getFrom();
    if (from == null || from.length == 0) {
      return "";
    }
    return from[0] instanceof InternetAddress address
        ? address.toUnicodeString()
        : from[0].toString();
  }

  /** The first text and the first HTML of a message. */
  private static final class Parts {

    private String text;
    private String html;

    void add(Part part) throws MessagingException, IOException {
      if (part.isMimeType("multipart/*")) {
        Multipart all = (Multipart) part.getContent();
        for (int i = 0; i < all.getCount(); i++) {
          add(all.getBodyPart(i));
        }
      } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
        return;
      } else if (text == null && part.isMimeType("text/plain")) {
        text = content(part);
      } else if (html == null && part.isMimeType("text/html")) {
        html = content(part);
      }
    }

    private static String content(Part part) throws MessagingException, IOException {
      String content = part.getContent().toString().replace("\r\n", "\n");
      return content.length() > MOST_CHARACTERS ? content.substring(0, MOST_CHARACTERS) : content;
    }
  }
}
