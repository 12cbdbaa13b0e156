package io.clinibus.patients;

import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.FuzzySearch;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;

/** Paged lists of patients. */
public final class PatientSearch {

  private static final String COLUMNS =
      """
      id, given_name, family_name, birth_date, phone, identifier, address, sort_name, created_at
      """;

  private final Pool pool;

  public PatientSearch(Pool pool) {
    this.pool = pool;
  }

  Future<PatientPage> list(ListPatients request, PatientScope scope) {
    int limit = Cursor.limit(request.limit());
    return listing(request, scope, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(rows -> order(request).read(rows, limit, PatientRows::summary, PatientPage::new));
  }

  public Future<PatientPage> search(SearchPatients request, PatientScope scope) {
    int limit = Cursor.limit(request.limit());
    Cursor after = Cursor.parse(request.cursor());
    return asked(request.q())
        .compose(asked -> searching(request, asked, scope, after, limit).execute(pool))
        .map(rows -> Keyset.RANKED.read(rows, limit, PatientRows::summary, PatientPage::new));
  }

  /** The query, as words and as a number. */
  record Asked(FuzzySearch words, PatientNumbers numbers) {}

  Future<Asked> asked(String q) {
    Future<FuzzySearch> words = FuzzySearch.read(pool, "patients.search_word", q);
    Future<PatientNumbers> numbers = PatientNumbers.read(pool, q);
    return Future.all(words, numbers).map(both -> new Asked(words.result(), numbers.result()));
  }

  Sql listing(ListPatients request, PatientScope scope, Cursor after, int limit) {
    Sql sql = Sql.of("SELECT " + COLUMNS + ",");
    scope.addColleague(sql);
    sql.add("AS colleague FROM patients.patient WHERE deleted_at IS NULL");
    restrict(sql, request.birthDate(), scope);
    if (Boolean.TRUE.equals(request.proposing())) {
      // Doctors decide proposals for the medical history, the front desk the others.
      sql.add(
          """
          AND EXISTS (SELECT FROM patients.proposal o
                       WHERE o.patient_id = patient.id AND o.status = 'PENDING'
                         AND (o.part = 'MEDICAL_HISTORY') = ?)
          """,
          !scope.isAll());
    }
    return order(request).page(sql, after, limit);
  }

  Sql searching(SearchPatients request, Asked asked, PatientScope scope, Cursor after, int limit) {
    Sql sql = Sql.of("SELECT found.* FROM (SELECT " + COLUMNS + ",");
    scope.addColleague(sql);
    sql.add("AS colleague,");
    asked.numbers().rankOr(sql, asked.words());
    sql.add("AS rank FROM patients.patient WHERE deleted_at IS NULL AND (");
    asked.numbers().condition(sql, among -> visible(among, request.birthDate(), scope));
    sql.add("OR");
    asked.words().condition(sql);
    sql.add(")");
    if (request.birthDate() != null) {
      sql.add("AND birth_date = ?", request.birthDate());
    }
    if (!scope.isAll()) {
      // IS TRUE keeps the planner from a join: it looks up each patient found in a hash table.
      sql.add("AND (id IN (");
      scope.addPatients(sql);
      sql.add(")) IS TRUE");
    }
    return Keyset.RANKED.page(sql.add(") AS found WHERE true"), after, limit);
  }

  /** OFFSET 0 keeps the planner from searching all patients for the few of a doctor. */
  private static void visible(Sql sql, LocalDate birthDate, PatientScope scope) {
    sql.add("(SELECT id, identifier_key FROM patients.patient WHERE deleted_at IS NULL");
    restrict(sql, birthDate, scope);
    sql.add(scope.isAll() ? ")" : "OFFSET 0)");
  }

  private static void restrict(Sql sql, LocalDate birthDate, PatientScope scope) {
    if (birthDate != null) {
      sql.add("AND birth_date = ?", birthDate);
    }
    if (!scope.isAll()) {
      // An array is read first, whatever the planner estimates: scanning all patients in the order
      // of the list for the few of this doctor can take a thousand times longer.
      sql.add("AND id = ANY (ARRAY(SELECT DISTINCT patient_id FROM (");
      scope.addPatients(sql);
      sql.add(") AS mine))");
    }
  }

  private static Keyset order(ListPatients request) {
    if (request.sort() == null) {
      return Keyset.NAME;
    }
    return switch (request.sort()) {
      case "-name" -> Keyset.NAME_DESCENDING;
      case "created" -> Keyset.CREATED;
      case "-created" -> Keyset.CREATED_DESCENDING;
      default -> Keyset.NAME;
    };
  }
}
