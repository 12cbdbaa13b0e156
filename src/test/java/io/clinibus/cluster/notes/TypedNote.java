package io.clinibus.cluster.notes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A note that somebody types, a word at a time.
 *
 * @param began when, as {@code System.nanoTime}
 * @param words how many it has in the end
 */
record TypedNote(String encounterId, int number, long began, int words) {

  private static final long A_WORD = Duration.ofMillis(250).toNanos();

  /** How many words were typed until a moment. */
  int typed(long nanoTime) {
    return (int) Math.max(0, Math.min(words, (nanoTime - began) / A_WORD));
  }

  /** When a word was typed; the first one is 0. */
  long typedAt(int word) {
    return began + (word + 1) * A_WORD;
  }

  private String text(int first) {
    return IntStream.range(0, first)
        .mapToObj(word -> number + "." + word)
        .collect(Collectors.joining(" "));
  }

  /** The note with its first words, as the API takes it. */
  Map<String, Object> content(int first) {
    return Map.of(
        "reason",
        "Cough",
        "subjective",
        "",
        "objective",
        "",
        "measurements",
        List.of(),
        "assessment",
        "",
        "diagnoses",
        List.of(),
        "plan",
        text(first),
        "orders",
        List.of());
  }

  /** How many of its words a text consists of; -1 if it is another text. */
  int words(String text) {
    int found = text.isEmpty() ? 0 : text.split(" ").length;
    return found <= words && text(found).equals(text) ? found : -1;
  }
}
