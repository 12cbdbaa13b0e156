package io.clinibus.scheduling.assignment;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Normalises patients' descriptions into comparable words. */
final class AssignmentText {

  private static final int SHORTEST_STEM = 4;
  private static final int SHORTEST_WITH_TYPO = 5;
  private static final int SHORTEST_WITH_TYPO_IN_STEM = 7;
  private static final int SHORTEST_WITH_TWO_TYPOS = 10;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern UMLAUTS = Pattern.compile("([aou])e");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private AssignmentText() {}

  /**
   * The words of a text without case and accents; umlauts written as two letters are folded too.
   */
  static List<String> words(String text) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
            .replaceAll("")
            .replace("ß", "ss");
    return Arrays.stream(NO_WORD.split(UMLAUTS.matcher(plain).replaceAll("$1")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Whether a word begins with a stem; a stem of fewer than four letters must equal the word. */
  static boolean matches(String stem, String word) {
    return stem.length() < SHORTEST_STEM ? word.equals(stem) : word.startsWith(stem);
  }

  /** Whether a word may be a misspelling of one that begins with the stem. */
  static boolean resembles(String stem, String word) {
    if (matches(stem, word)) {
      return true;
    }
    if (stem.length() < SHORTEST_WITH_TYPO || stem.charAt(0) != word.charAt(0)) {
      return false;
    }
    int typos = stem.length() < SHORTEST_WITH_TWO_TYPOS ? 1 : 2;
    return isWithin(typos, stem, word)
        || stem.length() >= SHORTEST_WITH_TYPO_IN_STEM
            && word.length() > stem.length()
            && isWithin(typos, stem, word.substring(0, stem.length()));
  }

  /** Whether the edit distance is at most {@code typos}; a transposition counts as one. */
  private static boolean isWithin(int typos, String a, String b) {
    if (Math.abs(a.length() - b.length()) > typos) {
      return false;
    }
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()] <= typos;
  }

  private static int step(int[][] distance, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(
            distance[i - 1][j - 1] + (same ? 0 : 1),
            1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
