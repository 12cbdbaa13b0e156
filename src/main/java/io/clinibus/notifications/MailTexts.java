package io.clinibus.notifications;

import io.clinibus.notifications.Delivery.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What mails say. */
final class MailTexts {

  /**
   * @param summary the title of the calendar entry
   */
  record Rendered(String subject, String text, String html, String summary) {

    @Override
    public String toString() {
      return "Rendered[…]";
    }
  }

  private static final String RESOURCE = "/notifications/mails.properties";
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'on' d MMMM", Locale.ENGLISH);

  private final Properties texts;
  private final URI publicUrl;

  private MailTexts(Properties texts, URI publicUrl) {
    this.texts = texts;
    this.publicUrl = publicUrl;
  }

  /**
   * Reads the texts.
   *
   * @param publicUrl where links lead
   */
  static MailTexts load(URI publicUrl) {
    Properties texts = new Properties();
    try (InputStream resource = MailTexts.class.getResourceAsStream(RESOURCE)) {
      texts.load(new InputStreamReader(resource, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the texts of mails cannot be read", e);
    }
    return new MailTexts(texts, publicUrl);
  }

  Rendered render(Delivery delivery) {
    Map<String, String> facts =
        Map.of(
            "patient", delivery.patientName(),
            "doctor", delivery.doctorName(),
            "when", written(WHEN, delivery.start(), delivery.zone()),
            "until", written(TIME, delivery.until(), delivery.zone()),
            "room", room(delivery),
            "clinic", delivery.clinicName(),
            "link", link(delivery));
    String text = filled(delivery.kind() + ".text", facts);
    return new Rendered(
        filled(delivery.kind() + ".subject", facts),
        text,
        html(text, facts.get("link")),
        filled("invitation.summary", facts));
  }

  private String room(Delivery delivery) {
    return delivery.room().isBlank() ? "" : filled("room", Map.of("room", delivery.room()));
  }

  private String link(Delivery delivery) {
    String query = delivery.kind() == Kind.WAITLIST_OFFER ? "?offer=" + delivery.subjectId() : "";
    return publicUrl + "/appointments" + query;
  }

  private String filled(String name, Map<String, String> facts) {
    return PLACE
        .matcher(texts.getProperty(name))
        .replaceAll(place -> Matcher.quoteReplacement(facts.get(place.group(1))));
  }

  private static String written(DateTimeFormatter format, Instant instant, ZoneId zone) {
    return instant == null ? "" : format.format(instant.atZone(zone));
  }

  private static String html(String text, String link) {
    String safeLink = escaped(link);
    return Arrays.stream(text.split("\n\n"))
        .map(paragraph -> escaped(paragraph).replace("\n", "<br>"))
        .map(
            paragraph ->
                paragraph.replace(safeLink, "<a href=\"" + safeLink + "\">" + safeLink + "</a>"))
        .map(paragraph -> "<p>" + paragraph + "</p>\n")
        .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
