package io.clinibus.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody typed into a search box, word by word, ready to be looked for in a table with the
 * columns {@code search} and {@code words} (both from {@code platform.search_text}). Every word
 * must be found: as a whole, as the beginning of a word, or with a few typos.
 */
public final class SearchWords {

  /** Words beyond these are passed over. */
  private static final int MAX_WORDS = 4;

  private static final int MAX_TYPOS = 3;

  /**
   * @param text folded, so that it holds no character with a meaning in a LIKE pattern
   * @param similar by the number of typos less one, the words that may have been meant
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

  private SearchWords(List<Word> words) {
    this.words = words;
  }

  /**
   * Splits and folds a text as PostgreSQL folded what is stored, and looks up what each word may
   * have meant.
   *
   * @param vocabulary the table of known words, a literal such as {@code patients.search_word}
   */
  public static Future<SearchWords> read(SqlClient client, String vocabulary, String text) {
    return reading(vocabulary, text)
        .execute(client)
        .map(rows -> new SearchWords(Rows.list(rows, SearchWords::word)));
  }

  /**
   * Adds a condition in parentheses that holds for rows in which every word is found; for none if
   * there are no words.
   */
  public void condition(Sql sql) {
    if (words.isEmpty()) {
      sql.add("(false)");
      return;
    }
    // A single letter begins so many words that an index is of no use: alone it stands for itself.
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
   * Adds an integer expression: 0 for a row that holds these words and no other, and more the worse
   * it fits.
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
