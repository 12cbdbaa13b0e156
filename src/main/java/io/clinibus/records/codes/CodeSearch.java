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

  /** Not part of the key of a code; what is left may be no wildcard of LIKE. */
  private static final Pattern PUNCTUATION = Pattern.compile("[ ./%_\\\\-]");

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
        Sql.of("SELECT id, system, code, en, de, es,")
            .add("CASE WHEN code_key = ? THEN -2", key)
            .add("WHEN code_key LIKE ? THEN -1 ELSE", beginning(key));
    words.rank(sql);
    sql.add("END AS rank FROM records.code WHERE active AND (code_key LIKE ? OR", beginning(key));
    words.condition(sql);
    sql.add(")");
    if (wanted.system() != null) {
      sql.add("AND system = ?", wanted.system());
    }
    return sql.add("ORDER BY rank, char_length(search), code_key, id LIMIT ?", MOST);
  }

  /** Matches nothing if there is no key. */
  private static String beginning(String key) {
    return key.isEmpty() ? "" : key + "%";
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
