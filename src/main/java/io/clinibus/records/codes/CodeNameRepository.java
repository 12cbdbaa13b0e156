package io.clinibus.records.codes;

import io.clinibus.bus.Language;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.codes.CodeNames.Key;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the names of codes. */
public final class CodeNameRepository {

  private final SqlClient database;

  public CodeNameRepository(SqlClient database) {
    this.database = database;
  }

  /** The names of codes in all languages, also of those that the imported version has no more. */
  Future<Map<Key, Map<Language, String>>> find(Collection<Key> codes) {
    return statement(codes)
        .execute(database)
        .map(
            rows -> {
              Map<Key, Map<Language, String>> names = new HashMap<>();
              rows.forEach(row -> names.put(key(row), names(row)));
              return names;
            });
  }

  Sql statement(Collection<Key> codes) {
    return Sql.of(
        """
        SELECT c.system, c.code, c.en, c.de, c.es
          FROM unnest(?::text[], ?::text[]) AS wanted (system, code)
          JOIN records.code c ON (c.system, c.code) = (wanted.system, wanted.code)
        """,
        texts(codes, Key::system),
        texts(codes, Key::code));
  }

  private static String[] texts(Collection<Key> codes, Function<Key, String> text) {
    return codes.stream().map(text).toArray(String[]::new);
  }

  private static Key key(Row row) {
    return new Key(row.getString("system"), row.getString("code"));
  }

  private static Map<Language, String> names(Row row) {
    return Arrays.stream(Language.values())
        .collect(
            Collectors.toMap(language -> language, language -> row.getString(language.name())));
  }
}
