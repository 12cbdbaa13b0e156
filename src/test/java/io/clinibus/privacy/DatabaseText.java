package io.clinibus.privacy;

import io.clinibus.testing.BusFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the tables of a database hold as text. */
final class DatabaseText {

  private static final String OF_THE_PRODUCT =
      """
      table_schema NOT IN ('pg_catalog', 'information_schema')
      AND table_name <> 'flyway_schema_history'
      """;

  private final BusFixture clinic;

  DatabaseText(BusFixture clinic) {
    this.clinic = clinic;
  }

  /** The tables of the product, without partitions. */
  Set<String> tables() {
    return names(
        """
        SELECT table_schema || '.' || table_name AS name FROM information_schema.tables t
         WHERE table_type = 'BASE TABLE' AND %s
           AND NOT (SELECT relispartition FROM pg_class
                     WHERE oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass)
        """
            .formatted(OF_THE_PRODUCT));
  }

  /** Tables with a column that names a person. */
  Set<String> tablesOfPersons() {
    return names(
        """
        SELECT DISTINCT table_schema || '.' || table_name AS name FROM information_schema.columns
         WHERE %s AND (column_name ~ '(patient|account|actor|user)_ids?$'
                       OR column_name ~ '(held|decided|requested|closed)_by$'
                       OR column_name ~ '(email|phone|given_name|family_name|birth_date)$')
           AND EXISTS (SELECT FROM information_schema.tables b
                        WHERE b.table_schema = columns.table_schema
                          AND b.table_name = columns.table_name AND b.table_type = 'BASE TABLE')
           AND NOT (SELECT relispartition FROM pg_class
                     WHERE oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass)
        """
            .formatted(OF_THE_PRODUCT));
  }

  /** The columns of a table that can hold text and are not derived from others. */
  Set<String> textColumns(String table) {
    return names(
        """
        SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema || '.' || table_name = '%s' AND is_generated = 'NEVER'
           AND (data_type IN ('text', 'jsonb', 'character varying')
                OR data_type = 'ARRAY' AND udt_name = '_text')
        """
            .formatted(table));
  }

  boolean has(String table, String column, String word) {
    return clinic
            .sql(
                "SELECT count(*) AS n FROM %s AS t WHERE t.%s::text ILIKE '%%' || $1 || '%%'"
                    .formatted(table, column),
                word)
            .iterator()
            .next()
            .getLong("n")
        > 0;
  }

  /** The rows, as text, in which a word occurs, by table. */
  List<String> occurrences(String word) {
    List<String> found = new ArrayList<>();
    for (String table : tables()) {
      clinic
          .sql("SELECT t::text AS line FROM %s AS t".formatted(table))
          .forEach(
              row -> {
                if (row.getString("line").toLowerCase(Locale.ROOT).contains(word)) {
                  found.add(table + ": " + row.getString("line"));
                }
              });
    }
    return found;
  }

  private Set<String> names(String query) {
    Set<String> names = new TreeSet<>();
    clinic.sql(query).forEach(row -> names.add(row.getString("name")));
    return names;
  }
}
