package io.clinibus.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words of a search query, matched in a table with the columns {@code search} and {@code words}
 * (both from {@code platform.search_text}). Every word must match: as a whole, as a prefix, or with
 * a few typos.
 */
public final class FuzzySearch {

  /** Further words are ignored. */
  private static final int MAX_WORDS = 4;

  private static final int MAX_TYPOS = 3;

  /**
   * @param text folded, so that it contains no LIKE wildcard
   * @param similar known words with 1, 2, 3 typos, by the number of typos less one
   */
  private record Word(String text, List<String[]> similar) {

    String[] anySimilar() {
      return similar.stream().flatMap(Stream::of).toArray(String[]::new);
    }

    String whole() {
      return "% " + text + " %";
    }

    String beginning() {
      return "% " + text + "%";
    }
  }

  private final List<Word> words;

  private FuzzySearch(List<Word> words) {
    this.words = words;
  }

  /**
   * Splits and folds a query as stored text is folded, and looks up similar words.
   *
   * @param vocabulary the table of known words, a literal such as {@code patients.search_word}
   */
  public static Future<FuzzySearch> read(SqlClient client, String vocabulary, String text) {
    return reading(vocabulary, text)
        .execute(client)
        .map(rows -> new FuzzySearch(Rows.list(rows, FuzzySearch::word)));
  }

  /**
   * Adds a condition in parentheses that is true for rows in which every word matches; for no row
   * if there are no words.
   */
  public void condition(Sql sql) {
    if (words.isEmpty()) {
      sql.add("(false)");
      return;
    }
    // A single letter is the prefix of too many words for an index: alone it matches as a word
    // only.
    boolean onlyLetters = words.stream().allMatch(word -> letters(word.text()) == 1);
    sql.add("(true");
    for (Word word : words) {
      if (onlyLetters) {
        sql.add("AND words @> ?::text[]", (Object) new String[] {word.text()});
      } else if (word.similar().isEmpty()) {
        sql.add("AND search LIKE ?", word.beginning());
      } else {
        sql.add("AND (search LIKE ? OR words && ?::text[])", word.beginning(), word.anySimilar());
      }
    }
    sql.add(")");
  }

  /**
   * Adds an integer expression: 0 for a row with exactly these words, larger for weaker matches.
   */
  public void rank(Sql sql) {
    int exactLength = words.stream().mapToInt(word -> letters(word.text()) + 1).sum() + 1;
    sql.add("((char_length(search) > ?)::int", exactLength);
    for (Word word : words) {
      sql.add("+ 2 * CASE WHEN search LIKE ? THEN 0", word.whole());
      sql.add("WHEN search LIKE ? THEN 1", word.beginning());
      for (int typos = 1; typos <= word.similar().size(); typos++) {
        sql.add("WHEN words && ?::text[] THEN ?::int", word.similar().get(typos - 1), typos + 1);
      }
      sql.add("ELSE ?::int END", MAX_TYPOS + 2);
    }
    sql.add(")");
  }

  private static Sql reading(String vocabulary, String text) {
    return new Sql()
        .add("SELECT asked.word,")
        .add("array_agg(near.word) FILTER (WHERE near.typos = 1) AS typos_1,")
        .add("array_agg(near.word) FILTER (WHERE near.typos = 2) AS typos_2,")
        .add("array_agg(near.word) FILTER (WHERE near.typos = 3) AS typos_3")
        .add("FROM unnest(string_to_array(btrim(platform.search_text(?)), ' '))", text)
        .add("WITH ORDINALITY AS asked (word, place)")
        .add("LEFT JOIN LATERAL platform.similar_words(?::text::regclass,", vocabulary)
        .add("asked.word) AS near ON true")
        .add("WHERE asked.place <= ?::int GROUP BY asked.place, asked.word", MAX_WORDS)
        .add("ORDER BY asked.place");
  }

  private static Word word(Row row) {
    List<String[]> similar = new ArrayList<>();
    for (int typos = 1; typos <= MAX_TYPOS; typos++) {
      String[] near = row.getArrayOfStrings("typos_" + typos);
      similar.add(near == null ? new String[0] : near);
    }
    boolean none = similar.stream().allMatch(near -> near.length == 0);
    return new Word(row.getString("word"), none ? List.of() : similar);
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }
}
