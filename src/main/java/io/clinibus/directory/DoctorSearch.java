package io.clinibus.directory;

import io.clinibus.directory.api.DirectoryApi.DoctorPage;
import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.FuzzySearch;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.UUID;

/** Paged lists of doctors, with their filters and orders. */
public final class DoctorSearch {

  /** A query that fits more specialties names none. */
  private static final int MOST_SPECIALTIES = 50;

  /**
   * What a query asks for.
   *
   * @param specialties folded ones whose translations match, in whatever language
   */
  record Asked(FuzzySearch words, String[] specialties) {}

  private final Pool pool;

  public DoctorSearch(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param free only these doctors, or null for all
   */
  public Future<DoctorPage> list(ListDoctors request, UUID[] free) {
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    Keyset order = order(request);
    return asked(request)
        .compose(asked -> statement(request, asked, free, after, limit).execute(pool))
        .map(rows -> order.read(rows, limit, DoctorRows::summary, DoctorPage::new));
  }

  /** Null for a request without a query. */
  Future<Asked> asked(ListDoctors request) {
    return request.q() == null
        ? Future.succeededFuture()
        : FuzzySearch.read(pool, "directory.search_word", request.q())
            .compose(
                words ->
                    translated(words)
                        .execute(pool)
                        .map(
                            rows ->
                                Rows.list(rows, row -> row.getString("specialty"))
                                    .toArray(String[]::new))
                        .map(specialties -> new Asked(words, specialties)));
  }

  /** The specialties, among other texts of the clinic, whose translations match. */
  Sql translated(FuzzySearch words) {
    Sql sql =
        Sql.of("SELECT DISTINCT platform.fold(text) AS specialty FROM directory.translation WHERE");
    words.condition(sql);
    return sql.add("AND char_length(text) <= 100 LIMIT ?", MOST_SPECIALTIES);
  }

  /**
   * @param asked the result of {@link #asked} for the request
   */
  Sql statement(ListDoctors request, Asked asked, UUID[] free, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT listed.* FROM (
              SELECT doctor.id, doctor.title, doctor.given_name, doctor.family_name,
                doctor.department_id, department.name AS department_name, doctor.specialization,
                doctor.languages, doctor.practising_since, doctor.fee_amount, doctor.fee_currency,
                doctor.room, doctor.photo_url, doctor.sort_name,
            """);
    rank(sql, request, asked);
    sql.add(
        """
        AS rank
        FROM directory.doctor JOIN directory.department ON department.id = doctor.department_id
        WHERE doctor.active
        """);
    filter(sql, request, asked, free);
    return order(request).page(sql.add(") AS listed WHERE true"), after, limit);
  }

  private static void rank(Sql sql, ListDoctors request, Asked asked) {
    if ("fee".equals(request.sort())) {
      sql.add("doctor.fee_amount");
    } else if ("-fee".equals(request.sort())) {
      sql.add("- doctor.fee_amount");
    } else if (asked != null) {
      asked.words().rank(sql);
    } else {
      sql.add("0");
    }
  }

  private static void filter(Sql sql, ListDoctors request, Asked asked, UUID[] free) {
    if (asked != null) {
      sql.add("AND (");
      asked.words().condition(sql);
      if (asked.specialties().length > 0) {
        sql.add(
            "OR platform.fold(doctor.specialization) = ANY (?::text[])",
            (Object) asked.specialties());
      }
      sql.add(")");
    }
    if (request.departmentId() != null) {
      sql.add("AND doctor.department_id = ?", request.departmentId());
    }
    if (request.specialization() != null) {
      sql.add(
          "AND platform.fold(doctor.specialization) = platform.fold(?)", request.specialization());
    }
    if (request.language() != null) {
      // Basic filtering of RFC 4647: "de" matches "de-AT" too.
      sql.add(
          """
          AND EXISTS (SELECT FROM unnest(doctor.languages) AS tag
            WHERE starts_with(lower(tag) || '-', lower(?) || '-'))
          """,
          request.language());
    }
    if (free != null) {
      sql.add("AND doctor.id = ANY (?::uuid[])", (Object) free);
    }
  }

  private static Keyset order(ListDoctors request) {
    if (request.sort() == null) {
      return request.q() == null ? Keyset.NAME : Keyset.RANKED;
    }
    return switch (request.sort()) {
      case "-name" -> Keyset.NAME_DESCENDING;
      case "fee", "-fee" -> Keyset.RANKED;
      default -> Keyset.NAME;
    };
  }
}
