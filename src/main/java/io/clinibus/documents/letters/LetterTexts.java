package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.LettersApi.LetterKind;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

/** The fixed texts of letters in one language. */
final class LetterTexts {

  private final Locale locale;
  private final ResourceBundle texts;

  LetterTexts(Language language) {
    this.locale = locale(language);
    this.texts = ResourceBundle.getBundle("letters/letters", locale);
  }

  String text(String key) {
    return texts.getString(key);
  }

  String title(LetterKind kind) {
    return text("title." + kind.name());
  }

  String date(LocalDate date) {
    return date.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale));
  }

  /** English as the clinic's other texts: day before month. */
  private static Locale locale(Language language) {
    return language == Language.en ? Locale.UK : new Locale(language.name());
  }
}
