package io.clinibus.notifications;

import io.clinibus.bus.Language;
import io.clinibus.platform.calendar.CalendarEntry;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.platform.mail.MailTemplate.Invitation;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the mails of one template in one language. */
final class MailRenderer {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?::(\\w+))?\\}");

  private final MailTemplate template;
  private final Language language;
  private final MailTimes times;
  private final Properties texts;
  private final URI publicUrl;
  private final Function<UUID, String> tokens;

  /**
   * @param texts the texts of the module that contributes the template
   * @param publicUrl where links lead
   * @param signingKey the file from whose keys tokens of links are made
   * @throws IllegalStateException if a text of the template is missing
   */
  MailRenderer(
      MailTemplate template, Language language, Properties texts, URI publicUrl, Path signingKey) {
    this.template = template;
    this.language = language;
    this.times = MailTimes.of(language);
    this.texts = texts;
    this.publicUrl = publicUrl;
    this.tokens = template.tokens().map(source -> source.apply(signingKey)).orElse(link -> "");
    text("subject");
    text("text");
  }

  RenderedMail render(Delivery delivery) {
    String link = publicUrl + fill(template.link(), name -> inLink(name, delivery));
    UnaryOperator<String> values = name -> value(name, delivery, link);
    String text = fill(text("text"), values, delivery.zone());
    return new RenderedMail(
        fill(text("subject"), values, delivery.zone()),
        text,
        html(text, link),
        template.invitation().map(invitation -> entry(invitation, delivery)));
  }

  private String inLink(String name, Delivery delivery) {
    return name.equals("token") ? token(delivery) : delivery.param(name);
  }

  private String token(Delivery delivery) {
    return tokens.apply(UUID.fromString(delivery.param("linkId")));
  }

  private String text(String part) {
    String text = texts.getProperty(template.name() + "." + part);
    if (text == null) {
      throw new IllegalStateException(
          "mail template " + template.name() + " has no " + part + " in " + language);
    }
    return text;
  }

  private String value(String name, Delivery delivery, String link) {
    return switch (name) {
      case "recipient" -> delivery.recipient();
      case "clinic" -> delivery.clinicName();
      case "link" -> link;
      case "token" -> token(delivery);
      default -> optional(name, param(name, delivery));
    };
  }

  /** A value, in the language of the mail if the request has it with the suffix of the language. */
  private String param(String name, Delivery delivery) {
    String translated = delivery.param(name + "_" + language);
    return translated.isEmpty() ? delivery.param(name) : translated;
  }

  /** A value that has a text of its own is written by it, or not at all if it is empty. */
  private String optional(String name, String value) {
    String text = texts.getProperty(name);
    return text == null || value.isBlank() ? value.strip() : fill(text, same -> value);
  }

  private CalendarEntry entry(Invitation invitation, Delivery delivery) {
    String room = delivery.param("room");
    return new CalendarEntry(
        delivery.param(invitation.uid()),
        Integer.parseInt(delivery.param(invitation.sequence())),
        time(delivery.param("start")).toInstant(),
        time(delivery.param("end")).toInstant(),
        fill(texts.getProperty("calendar.summary"), delivery::param),
        room.isBlank() ? delivery.clinicName() : delivery.clinicName() + ", " + room,
        fill(texts.getProperty("calendar.description"), name -> param(name, delivery)).strip(),
        invitation.cancelled());
  }

  private String fill(String text, UnaryOperator<String> values) {
    return fill(text, values, null);
  }

  private String fill(String text, UnaryOperator<String> values, ZoneId zone) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.apply(place.group(1));
              return Matcher.quoteReplacement(
                  place.group(2) == null ? value : time(value, place.group(2), zone));
            });
  }

  private String time(String value, String format, ZoneId zone) {
    DateTimeFormatter formatter =
        switch (format) {
          case "moment" -> times.moment();
          case "deadline" -> times.deadline();
          case "day" -> times.day();
          default -> throw new IllegalStateException("unknown format in a mail: " + format);
        };
    return formatter.format(time(value).atZoneSameInstant(zone));
  }

  private static OffsetDateTime time(String value) {
    return OffsetDateTime.parse(value);
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
