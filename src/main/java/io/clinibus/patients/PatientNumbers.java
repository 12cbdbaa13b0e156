package io.clinibus.patients;

import io.clinibus.platform.SearchWords;
import io.clinibus.platform.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.regex.Pattern;

/**
 * What somebody typed into a search box, taken as an identifier and as a telephone number.
 *
 * <p>An identifier is found by its beginning if a digit was typed, else only as a whole; case,
 * spaces and separators do not count. A telephone number is found by its last digits, at least
 * four: with or without country code, whichever of the two was stored.
 *
 * @param identifier as {@code patients.identifier_key} writes it; may be empty
 * @param phone as {@code patients.phone_key} writes it, last digit first; empty if it cannot be one
 */
record PatientNumbers(String identifier, String phone) {

  private static final Pattern PHONE = Pattern.compile("[0-9 +()/.-]+");
  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final int FEWEST_DIGITS = 4;

  /** Of two numbers that agree in as many last digits, the shorter lacks only the country code. */
  private static final int LOCAL_DIGITS = 7;

  /** After every text that begins alike, in the order of code points. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** After the text itself and before every longer one. */
  private static final String NEXT = "\u0001";

  private static final String IDENTIFIED = "identifier_key >= ? AND identifier_key < ?";

  private static final int MOST_IDENTIFIERS = 500;

  /** Ranks 0 to 2 are taken by numbers; names follow. */
  private static final int RANKS = 3;

  static Future<PatientNumbers> read(SqlClient client, String text) {
    return Sql.of(
            """
            SELECT patients.identifier_key(?) AS identifier, patients.phone_key(?) AS phone
            """,
            text,
            text)
        .execute(client)
        .map(rows -> of(rows.iterator().next(), text));
  }

  private static PatientNumbers of(Row row, String text) {
    String digits = row.getString("phone");
    boolean isPhone = PHONE.matcher(text).matches() && digits.length() >= FEWEST_DIGITS;
    return new PatientNumbers(row.getString("identifier"), isPhone ? digits : "");
  }

  /**
   * Adds a condition in parentheses that holds for patients with such a number.
   *
   * @param all whether every identifier that begins so counts, or only the first {@value
   *     #MOST_IDENTIFIERS}: where nothing else narrows the search, a beginning that all of a
   *     clinic's identifiers share must not make it read all patients
   */
  void condition(Sql sql, boolean all) {
    if (identifier.isEmpty()) {
      sql.add("(false");
    } else if (all) {
      sql.add("(" + IDENTIFIED, identifier, identifier + end());
    } else {
      sql.add("(id = ANY (ARRAY(SELECT id FROM patients.patient WHERE deleted_at IS NULL AND");
      sql.add(IDENTIFIED, identifier, identifier + end());
      sql.add("ORDER BY identifier_key LIMIT ?))", MOST_IDENTIFIERS);
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

  /** Adds an integer expression: small for a number that fits, and the names' rank for others. */
  void rankOr(Sql sql, SearchWords words) {
    sql.add("CASE WHEN identifier_key = ? THEN 0", identifier);
    if (!phone.isEmpty()) {
      sql.add("WHEN starts_with(phone_key, ?) OR starts_with(?, phone_key) THEN 1", phone, phone);
    }
    if (DIGIT.matcher(identifier).find()) {
      sql.add("WHEN starts_with(identifier_key, ?) THEN 2", identifier);
    }
    sql.add("ELSE ?::int +", RANKS);
    words.rank(sql);
    sql.add("END");
  }

  private String end() {
    return DIGIT.matcher(identifier).find() ? LAST : NEXT;
  }
}
