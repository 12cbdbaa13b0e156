package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.LettersApi.LetterKind;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** The fixed texts of letters in one language. */
final class LetterTexts {

  private static final List<String> LAYOUT = List.of("page", "electronic", "qr", "confirm");

  private final Locale locale;
  private final ResourceBundle texts;

  LetterTexts(Language language) {
    this.locale = locale(language);
    this.texts = ResourceBundle.getBundle("letters/letters", locale);
  }

  String text(String key) {
    return texts.getString(key);
  }

  /** Those that templates show. */
  Map<String, String> layout() {
    return LAYOUT.stream().collect(Collectors.toMap(key -> key, this::text));
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
