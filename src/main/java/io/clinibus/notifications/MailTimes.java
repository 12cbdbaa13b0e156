package io.clinibus.notifications;

import io.clinibus.bus.Language;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How mails in a language write times. */
record MailTimes(DateTimeFormatter moment, DateTimeFormatter deadline, DateTimeFormatter day) {

  static MailTimes of(Language language) {
    return switch (language) {
      case en -> of(language, "EEEE, d MMMM uuuu, HH:mm", "HH:mm 'on' d MMMM", "d MMMM uuuu");
      case de ->
          of(language, "EEEE, d. MMMM uuuu, HH:mm 'Uhr'", "d. MMMM, HH:mm 'Uhr'", "d. MMMM uuuu");
      case es ->
          of(
              language,
              "EEEE, d 'de' MMMM 'de' uuuu, HH:mm",
              "HH:mm 'del' d 'de' MMMM",
              "d 'de' MMMM 'de' uuuu");
    };
  }

  private static MailTimes of(Language language, String moment, String deadline, String day) {
    Locale locale = new Locale(language.name());
    return new MailTimes(
        DateTimeFormatter.ofPattern(moment, locale),
        DateTimeFormatter.ofPattern(deadline, locale),
        DateTimeFormatter.ofPattern(day, locale));
  }
}
