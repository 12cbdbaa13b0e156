package io.clinibus.records.chart;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words that somebody looks for in texts: each must occur as a word or as the beginning of one,
 * whatever its case and accents.
 */
final class SearchWords {

  /** Around the first word that was found. */
  private static final int EXCERPT = 60;

  private static final String NO_LETTERS = "[^\\p{L}\\p{N}]+";

  private final List<String> words;

  SearchWords(String text) {
    this.words =
        Arrays.stream(fold(text).split(NO_LETTERS)).filter(word -> !word.isEmpty()).toList();
  }

  /** The text around the first word, if all words occur; empty otherwise, or without a word. */
  Optional<String> excerpt(String written) {
    String text = Normalizer.normalize(written, Normalizer.Form.NFC);
    // One character for each, so that a place in the folded text is the same in the text.
    String folded = " " + foldEach(text);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    int first = -1;
    for (String word : words) {
      int at = folded.indexOf(" " + word);
      if (at < 0) {
        return Optional.empty();
      }
      first = first < 0 ? at : Math.min(first, at);
    }
    return Optional.of(around(text, first));
  }

  private static String around(String text, int at) {
    int from = Math.max(0, at - EXCERPT);
    int until = Math.min(text.length(), at + EXCERPT);
    String part = text.substring(from, until).strip().replaceAll("\\s+", " ");
    return (from > 0 ? "…" : "") + part + (until < text.length() ? "…" : "");
  }

  private static String foldEach(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      folded.append(Character.isLetterOrDigit(c) ? fold(String.valueOf(c)).charAt(0) : ' ');
    }
    return folded.toString();
  }

  private static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT);
  }
}
