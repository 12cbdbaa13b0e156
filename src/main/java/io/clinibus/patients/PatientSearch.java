package io.clinibus.patients;

import io.clinibus.patients.PatientAccess.Scope;
import io.clinibus.patients.PatientsApi.ListPatients;
import io.clinibus.patients.PatientsApi.PatientPage;
import io.clinibus.patients.PatientsApi.SearchPatients;
import io.clinibus.platform.Cursor;
import io.clinibus.platform.Keyset;
import io.clinibus.platform.SearchWords;
import io.clinibus.platform.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;

/** The SQL of lists of patients, all of them paged. */
final class PatientSearch {

  private static final String COLUMNS =
      "id, given_name, family_name, birth_date, phone, identifier, sort_name, created_at";

  private final Pool pool;

  PatientSearch(Pool pool) {
    this.pool = pool;
  }

  Future<PatientPage> list(ListPatients request, Scope scope) {
    int limit = Cursor.limit(request.limit());
    return listing(request, scope, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(rows -> order(request).read(rows, limit, PatientRows::summary, PatientPage::new));
  }

  Future<PatientPage> search(SearchPatients request, Scope scope) {
    int limit = Cursor.limit(request.limit());
    Cursor after = Cursor.parse(request.cursor());
    return asked(request.q())
        .compose(asked -> searching(request, asked, scope, after, limit).execute(pool))
        .map(rows -> Keyset.RANKED.read(rows, limit, PatientRows::summary, PatientPage::new));
  }

  /** What was asked for, as a name and as a number. */
  record Asked(SearchWords words, PatientNumbers numbers) {}

  Future<Asked> asked(String q) {
    Future<SearchWords> words = SearchWords.read(pool, "patients.search_word", q);
    Future<PatientNumbers> numbers = PatientNumbers.read(pool, q);
    return Future.all(words, numbers).map(both -> new Asked(words.result(), numbers.result()));
  }

  Sql listing(ListPatients request, Scope scope, Cursor after, int limit) {
    Sql sql = Sql.of("SELECT " + COLUMNS + " FROM patients.patient WHERE deleted_at IS NULL");
    restrict(sql, request.birthDate(), scope);
    return order(request).page(sql, after, limit);
  }

  Sql searching(SearchPatients request, Asked asked, Scope scope, Cursor after, int limit) {
    Sql sql = Sql.of("SELECT found.* FROM (SELECT " + COLUMNS + ", ");
    asked.numbers().rankOr(sql, asked.words());
    sql.add("AS rank FROM patients.patient WHERE deleted_at IS NULL AND (");
    boolean narrowed = request.birthDate() != null || scope.ofDoctor() != null;
    asked.numbers().condition(sql, narrowed);
    sql.add("OR");
    asked.words().condition(sql);
    sql.add(")");
    restrict(sql, request.birthDate(), scope);
    return Keyset.RANKED.page(sql.add(") AS found WHERE true"), after, limit);
  }

  private static void restrict(Sql sql, LocalDate birthDate, Scope scope) {
    if (birthDate != null) {
      sql.add("AND birth_date = ?", birthDate);
    }
    if (scope.ofDoctor() != null) {
      // The array is read once, from the index: a doctor's patients are few among all.
      sql.add(
          """
          AND id = ANY (ARRAY(
            SELECT DISTINCT patient_id FROM scheduling.appointment WHERE doctor_id = ?))
          """,
          scope.ofDoctor());
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
