package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.assignment.RedFlags.Sign;
import io.clinibus.scheduling.assignment.RedFlags.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The red flags of one language. Pure. */
final class RedFlagLanguage {

  private static final int SLACK = 4;

  /** A word of a phrase: one of several stems. */
  private record Stem(String text, boolean exact) {

    static Stem of(String written) {
      return new Stem(String.join("", AssignmentText.words(written)), written.startsWith("="));
    }
  }

  private record Phrase(Sign sign, List<List<Stem>> words) {

    static Phrase of(Sign sign, String written) {
      return new Phrase(
          sign,
          Arrays.stream(written.split(" "))
              .map(word -> Arrays.stream(word.split("\\|")).map(Stem::of).toList())
              .toList());
    }

    int span() {
      return words.size() + (sign.slack() == null ? SLACK : sign.slack());
    }
  }

  private final List<Phrase> phrases;
  private final List<List<String>> negations;
  private final Set<String> contrasts;
  private final List<List<String>> past;
  private final Set<String> notMisspelt;

  /**
   * @param notMisspelt words, in any language, that are not misspellings of others
   */
  RedFlagLanguage(Table table, Set<String> notMisspelt) {
    phrases =
        table.signs().stream()
            .flatMap(sign -> sign.phrases().stream().map(phrase -> Phrase.of(sign, phrase)))
            .toList();
    negations = table.negations().stream().map(AssignmentText::words).toList();
    contrasts =
        table.contrasts().stream()
            .flatMap(word -> AssignmentText.words(word).stream())
            .collect(Collectors.toUnmodifiableSet());
    past = table.past().stream().map(AssignmentText::words).toList();
    this.notMisspelt = notMisspelt;
  }

  /** The first sign of an emergency in a text's words. */
  Optional<String> sign(List<String> text) {
    boolean contrast = text.stream().anyMatch(contrasts::contains);
    return phrases.stream()
        .filter(phrase -> occurs(phrase, text, contrast))
        .map(phrase -> phrase.sign().name())
        .findFirst();
  }

  private boolean occurs(Phrase phrase, List<String> text, boolean contrast) {
    List<List<Integer>> places = new ArrayList<>();
    for (List<Stem> stems : phrase.words()) {
      List<Integer> found = places(stems, text);
      if (found.isEmpty()) {
        return false;
      }
      places.add(found);
    }
    return places.stream()
        .flatMap(List::stream)
        .anyMatch(
            start ->
                places.stream().allMatch(found -> isWithin(found, start, phrase.span()))
                    && (contrast || !isCancelled(phrase.sign(), text, start)));
  }

  private List<Integer> places(List<Stem> stems, List<String> text) {
    return IntStream.range(0, text.size())
        .filter(i -> stems.stream().anyMatch(stem -> means(stem, text.get(i))))
        .boxed()
        .toList();
  }

  private boolean means(Stem stem, String word) {
    if (word.isEmpty()) {
      return false;
    }
    return stem.exact() || notMisspelt.contains(word)
        ? AssignmentText.matches(stem.text(), word)
        : AssignmentText.resembles(stem.text(), word);
  }

  private static boolean isWithin(List<Integer> places, int start, int span) {
    return places.stream().anyMatch(place -> place >= start && place < start + span);
  }

  private boolean isCancelled(Sign sign, List<String> text, int start) {
    return negations.stream().anyMatch(words -> isBefore(words, text, start))
        || sign.past() && past.stream().anyMatch(words -> isBefore(words, text, start));
  }

  private static boolean isBefore(List<String> words, List<String> text, int end) {
    return isAt(words, text, end - words.size());
  }

  /** Whether words stand in a text, one after the other, from a place on. */
  static boolean isAt(List<String> words, List<String> text, int start) {
    return start >= 0
        && start + words.size() <= text.size()
        && IntStream.range(0, words.size())
            .allMatch(i -> AssignmentText.matches(words.get(i), text.get(start + i)));
  }
}
