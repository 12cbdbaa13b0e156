package io.clinibus.patients;

import io.clinibus.platform.db.FuzzySearch;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A search query read as an identifier and as a telephone number.
 *
 * <p>An identifier matches by prefix if the query contains a digit, else as a whole; case, spaces
 * and separators are ignored. A telephone number matches by its last digits, at least four: with or
 * without country code, whichever is stored.
 *
 * @param identifier as {@code patients.identifier_key} writes it; may be empty
 * @param phone as {@code patients.phone_key} writes it, last digit first; empty if the query is no
 *     number
 */
record PatientNumbers(String identifier, String phone) {

  private static final Pattern PHONE = Pattern.compile("[0-9 +()/.-]+");
  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final int FEWEST_DIGITS = 4;

  /** If two numbers agree in this many last digits, the shorter one lacks only the country code. */
  private static final int LOCAL_DIGITS = 7;

  /** Upper bound of all texts with a prefix, in the order of code points. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final int MOST_IDENTIFIERS = 500;

  /** Ranks 0 to 2 are those of numbers; names follow. */
  private static final int RANKS = 3;

  static Future<PatientNumbers> read(SqlClient client, String text) {
    return Sql.of(
            """
            SELECT patients.identifier_key(?) AS identifier, patients.phone_key(?) AS phone
            """,
            text,
            text)
        .execute(client)
        .map(rows -> of(Rows.one(rows), text));
  }

  private static PatientNumbers of(Row row, String text) {
    String digits = row.getString("phone");
    boolean isPhone = PHONE.matcher(text).matches() && digits.length() >= FEWEST_DIGITS;
    return new PatientNumbers(row.getString("identifier"), isPhone ? digits : "");
  }

  /**
   * Adds a condition in parentheses that is true for patients with such a number; of those that
   * match by prefix of the identifier, for the first 500 only: a prefix that all of a clinic's
   * identifiers share must not make a search read all patients.
   *
   * @param among adds the patients to search, as a query in parentheses
   */
  void condition(Sql sql, Consumer<Sql> among) {
    if (identifier.isEmpty()) {
      sql.add("(false");
    } else if (hasDigit()) {
      sql.add("(id = ANY (ARRAY(SELECT id FROM");
      among.accept(sql);
      sql.add(
          "AS among WHERE identifier_key >= ? AND identifier_key < ?",
          identifier,
          identifier + LAST);
      sql.add("ORDER BY identifier_key LIMIT ?))", MOST_IDENTIFIERS);
    } else {
      sql.add("(identifier_key = ?", identifier);
    }
    if (!phone.isEmpty()) {
      String last = phone.substring(0, Math.min(phone.length(), LOCAL_DIGITS));
      sql.add("OR phone_key >= ? AND phone_key < ?", last, last + LAST);
      sql.add("AND (starts_with(phone_key, ?)", phone);
      sql.add("OR char_length(phone_key) >= ?", LOCAL_DIGITS);
      sql.add("AND starts_with(?, phone_key))", phone);
    }
    sql.add(")");
  }

  /** Adds an integer expression: a small rank for a matching number, the names' rank otherwise. */
  void rankOr(Sql sql, FuzzySearch words) {
    sql.add("CASE WHEN identifier_key = ? THEN 0", identifier);
    if (!phone.isEmpty()) {
      sql.add("WHEN starts_with(phone_key, ?) OR starts_with(?, phone_key) THEN 1", phone, phone);
    }
    if (hasDigit()) {
      sql.add("WHEN starts_with(identifier_key, ?) THEN 2", identifier);
    }
    sql.add("ELSE ?::int +", RANKS);
    words.rank(sql);
    sql.add("END");
  }

  private boolean hasDigit() {
    return DIGIT.matcher(identifier).find();
  }
}
