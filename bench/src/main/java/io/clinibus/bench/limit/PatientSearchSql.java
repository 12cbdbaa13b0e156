package io.clinibus.bench.limit;

import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.PatientSearch;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** A search for patients by its SQL alone. */
public final class PatientSearchSql {

  private final PatientSearch search;

  public PatientSearchSql(Pool pool) {
    this.search = new PatientSearch(pool);
  }

  /** How many are on the first page. */
  public Future<Integer> find(String q) {
    return search
        .search(new SearchPatients(q, null, null, null), PatientScope.ALL)
        .map(page -> page.items().size());
  }
}
