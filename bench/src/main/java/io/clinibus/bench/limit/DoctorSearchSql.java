package io.clinibus.bench.limit;

import io.clinibus.directory.DoctorSearch;
import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** A search for doctors by its SQL alone. */
public final class DoctorSearchSql {

  private final DoctorSearch search;

  public DoctorSearchSql(Pool pool) {
    this.search = new DoctorSearch(pool);
  }

  /** How many are on the first page. */
  public Future<Integer> find(String q) {
    return search
        .list(new ListDoctors(q, null, null, null, null, null, null, null, null), null)
        .map(page -> page.items().size());
  }
}
