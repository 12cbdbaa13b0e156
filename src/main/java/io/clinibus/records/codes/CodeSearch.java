package io.clinibus.records.codes;

import io.clinibus.bus.Caller;
import io.clinibus.platform.db.FuzzySearch;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.CodesApi.Code;
import io.clinibus.records.api.CodesApi.CodeList;
import io.clinibus.records.api.CodesApi.SearchCodes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds codes by their beginning, or by words of their names, typos forgiven. */
public final class CodeSearch {

  private static final int MOST = 20;

  /** Not part of the key of a code. */
  private static final Pattern PUNCTUATION = Pattern.compile("[ ./-]");

  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private final Pool pool;

  public CodeSearch(Pool pool) {
    this.pool = pool;
  }

  public Future<CodeList> search(SearchCodes wanted, Caller caller) {
    return words(wanted)
        .compose(words -> statement(wanted, words).execute(pool))
        .map(rows -> new CodeList(Rows.list(rows, CodeSearch::code)));
  }

  Future<FuzzySearch> words(SearchCodes wanted) {
    return FuzzySearch.read(pool, "records.search_word", wanted.q());
  }

  /**
   * @param words the result of {@link #words} for the request
   */
  Sql statement(SearchCodes wanted, FuzzySearch words) {
    String key = PUNCTUATION.matcher(wanted.q().toLowerCase(Locale.ROOT)).replaceAll("");
    Sql sql =
        Sql.of("SELECT id, system, code, en, de, es, CASE WHEN code_key = ? THEN -2", key)
            .add("WHEN code_key >= ? AND code_key < ? THEN -1 ELSE", key, end(key));
    words.rank(sql);
    sql.add("END AS rank FROM records.code WHERE active")
        .add("AND (code_key >= ? AND code_key < ? OR", key, end(key));
    words.condition(sql);
    sql.add(")");
    if (wanted.system() != null) {
      sql.add("AND system = ?", wanted.system());
    }
    return sql.add("ORDER BY rank, char_length(search), code_key, id LIMIT ?", MOST);
  }

  /** After all that begin with a key; a range of them uses the index where LIKE may not. */
  private static String end(String key) {
    return key.isEmpty() ? "" : key + LAST_CHARACTER;
  }

  private static Code code(Row row) {
    return new Code(
        row.getUUID("id"),
        row.getString("system"),
        row.getString("code"),
        name(row, "en"),
        name(row, "de"),
        name(row, "es"));
  }

  private static String name(Row row, String language) {
    String name = row.getString(language);
    return name.isEmpty() ? null : name;
  }
}
