package io.clinibus.scheduling.assignment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recognizes descriptions of possible emergencies in English, German and Spanish; all languages are
 * tried. The phrases are in {@code scheduling/red-flags}, which the app reads too: {@code
 * shared/redFlags} is the same algorithm, and one set of sentences tests both.
 *
 * <p>A phrase is one or more words, in any order and close to each other; {@code |} separates
 * alternatives of a word. Words are compared as in {@code reasons.yaml}, after {@code =} without
 * typos. A phrase directly after a negation does not count, nor does a past event after "follow-up
 * after"; a word such as "but" anywhere cancels both, so that doubtful texts are emergencies.
 */
public final class RedFlags {

  /**
   * The table of a language.
   *
   * @param sources public guidance from which the signs are taken
   * @param contrasts words that make negations doubtful
   * @param past what precedes events that are over
   * @param never combinations of words that mean something else, in a text of any language
   * @param notMisspelt words that are not misspellings of others, in a text of any language
   */
  record Table(
      List<String> sources,
      List<String> negations,
      List<String> contrasts,
      List<String> past,
      List<String> never,
      List<String> notMisspelt,
      List<Sign> signs) {}

  /**
   * A sign of an emergency.
   *
   * @param past whether it may be an event that is over
   * @param slack how many other words may stand between those of a phrase; null for 4
   */
  record Sign(String name, boolean past, Integer slack, List<String> phrases) {}

  static final List<String> LANGUAGES = List.of("en", "de", "es");

  private final List<RedFlagLanguage> languages;
  private final List<List<String>> never;

  private RedFlags(List<Table> tables) {
    Set<String> notMisspelt =
        tables.stream()
            .flatMap(table -> table.notMisspelt().stream())
            .flatMap(word -> AssignmentText.words(word).stream())
            .collect(Collectors.toUnmodifiableSet());
    languages = tables.stream().map(table -> new RedFlagLanguage(table, notMisspelt)).toList();
    never =
        tables.stream()
            .flatMap(table -> table.never().stream())
            .map(AssignmentText::words)
            .toList();
  }

  public static RedFlags load() {
    return new RedFlags(LANGUAGES.stream().map(RedFlags::table).toList());
  }

  static Table table(String language) {
    try (InputStream resource =
        RedFlags.class.getResourceAsStream("/scheduling/red-flags/" + language + ".json")) {
      return JsonMapper.builder().build().readValue(resource, Table.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the red flags cannot be read: " + language, e);
    }
  }

  /** Whether a text describes a possible emergency. */
  public boolean isRaisedBy(String text) {
    return sign(text).isPresent();
  }

  /** The first sign of an emergency in a text. */
  Optional<String> sign(String text) {
    List<String> words = withoutOtherMeanings(words(text));
    return languages.stream().flatMap(language -> language.sign(words).stream()).findFirst();
  }

  /** The words of a text; an empty one stands for punctuation, which ends a negation. */
  private static List<String> words(String text) {
    return Arrays.stream(text.replaceAll("['’‘`´]", "").split("[.,;:!?\\n]"))
        .flatMap(clause -> Stream.concat(AssignmentText.words(clause).stream(), Stream.of("")))
        .toList();
  }

  private List<String> withoutOtherMeanings(List<String> text) {
    Set<Integer> other =
        never.stream()
            .flatMap(
                words ->
                    IntStream.range(0, text.size())
                        .filter(start -> RedFlagLanguage.isAt(words, text, start))
                        .flatMap(start -> IntStream.range(start, start + words.size()))
                        .boxed())
            .collect(Collectors.toUnmodifiableSet());
    return IntStream.range(0, text.size())
        .mapToObj(i -> other.contains(i) ? "" : text.get(i))
        .toList();
  }
}
