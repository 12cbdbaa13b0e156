package io.clinibus.prescriptions.medications;

import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.FuzzySearch;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Sql;
import io.clinibus.prescriptions.api.MedicationsApi.ListMedications;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationPage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** Paged lists of medications: by name, or the best matches of a query first. */
public final class MedicationSearch {

  private final Pool pool;

  public MedicationSearch(Pool pool) {
    this.pool = pool;
  }

  Future<MedicationPage> list(ListMedications wanted) {
    int limit = Cursor.limit(wanted.limit());
    Cursor after = Cursor.parse(wanted.cursor());
    Keyset order = wanted.q() == null ? Keyset.NAME : Keyset.RANKED;
    return words(wanted)
        .compose(words -> statement(wanted, words, after, limit).execute(pool))
        .map(rows -> order.read(rows, limit, MedicationRows::medication, MedicationPage::new));
  }

  /** Null without a query. */
  Future<FuzzySearch> words(ListMedications wanted) {
    return wanted.q() == null
        ? Future.succeededFuture()
        : FuzzySearch.read(pool, "prescriptions.search_word", wanted.q());
  }

  /**
   * @param words the result of {@link #words} for the request
   */
  Sql statement(ListMedications wanted, FuzzySearch words, Cursor after, int limit) {
    if (words == null) {
      Sql sql =
          Sql.of("SELECT " + MedicationRows.COLUMNS + " FROM prescriptions.medication WHERE true");
      return Keyset.NAME.page(onlyActive(sql, wanted), after, limit);
    }
    Sql sql = Sql.of("SELECT found.* FROM (SELECT " + MedicationRows.COLUMNS + ",");
    words.rank(sql);
    words.condition(sql.add("AS rank FROM prescriptions.medication WHERE"));
    return Keyset.RANKED.page(onlyActive(sql, wanted).add(") AS found WHERE true"), after, limit);
  }

  private static Sql onlyActive(Sql sql, ListMedications wanted) {
    return Boolean.TRUE.equals(wanted.inactive()) ? sql : sql.add("AND active");
  }
}
