package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorContact;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorRemoved;
import io.clinibus.directory.api.DirectoryApi.Fee;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.UUID;

/** Doctors in PostgreSQL; lists are in {@link DoctorSearch}. */
final class DoctorRepository {

  private static final Fee FREE_OF_CHARGE = new Fee(0, "EUR");

  private final Pool pool;

  DoctorRepository(Pool pool) {
    this.pool = pool;
  }

  Future<Doctor> get(UUID id) {
    return Sql.of(
            """
            SELECT doctor.*, department.name AS department_name
            FROM directory.doctor JOIN directory.department ON department.id = doctor.department_id
            WHERE doctor.id = ? AND doctor.active
            """,
            id)
        .execute(pool)
        .map(rows -> DoctorRows.doctor(Rows.first(rows).orElseThrow(DoctorRepository::notFound)));
  }

  Future<DoctorContact> contact(UUID id) {
    return Sql.of("SELECT email, phone FROM directory.doctor WHERE id = ? AND active", id)
        .execute(pool)
        .map(rows -> Rows.first(rows).orElseThrow(DoctorRepository::notFound))
        .map(row -> new DoctorContact(row.getString("email"), row.getString("phone")));
  }

  Future<Doctor> insert(UUID id, DoctorDetails details, Caller caller) {
    Sql sql =
        department(details)
            .add(
                """
                added AS (
                  INSERT INTO directory.doctor (
                    id, department_id, title, given_name, family_name, specialization, qualifications,
                    languages, practising_since, biography, fee_amount, fee_currency, room, email,
                    phone, photo_url)
                  SELECT ?, department.id,
                """,
                id)
            .add("?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?", profile(details))
            .add(
                """
                FROM department RETURNING *)
                SELECT added.*, department.name AS department_name FROM added, department
                """);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            sql.execute(connection)
                .map(
                    rows ->
                        DoctorRows.doctor(
                            Rows.first(rows).orElseThrow(DoctorRepository::unknownDepartment))));
  }

  Future<Doctor> update(UUID id, long version, DoctorDetails details, Caller caller) {
    Sql sql =
        department(details)
            .add(
                """
                changed AS (
                  UPDATE directory.doctor SET (
                    title, given_name, family_name, specialization, qualifications, languages,
                    practising_since, biography, fee_amount, fee_currency, room, email, phone,
                    photo_url, department_id, version) = ROW (
                """)
            .add("?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,", profile(details))
            .add(
                """
                department.id, version + 1) FROM department
                  WHERE doctor.id = ? AND doctor.active AND doctor.version = ?::bigint
                  RETURNING doctor.*)
                SELECT changed.*, department.name AS department_name
                FROM directory.doctor AS found LEFT JOIN department ON true LEFT JOIN changed ON true
                WHERE found.id = ? AND found.active
                """,
                id,
                version,
                id);
    return AuditedTransaction.run(
        pool, caller, connection -> sql.execute(connection).map(DoctorRepository::current));
  }

  Future<Void> deactivate(UUID id, Caller caller) {
    Sql sql =
        Sql.of(
            "UPDATE directory.doctor SET active = false, version = version + 1 WHERE id = ?", id);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            sql.execute(connection)
                .compose(
                    removed ->
                        Outbox.append(
                            connection, DirectoryApi.DOCTOR_REMOVED, new DoctorRemoved(id))));
  }

  /** Locks the department against removal until the transaction ends. */
  private static Sql department(DoctorDetails details) {
    return Sql.of(
        """
        WITH department AS (
          SELECT id, name FROM directory.department
          WHERE id = ? AND removed_at IS NULL FOR KEY SHARE),
        """,
        details.departmentId());
  }

  private static Object[] profile(DoctorDetails details) {
    Fee fee = details.fee() == null ? FREE_OF_CHARGE : details.fee();
    return new Object[] {
      text(details.title()),
      details.givenName(),
      details.familyName(),
      details.specialization(),
      list(details.qualifications()),
      list(details.languages()),
      details.practisingSince(),
      text(details.biography()),
      fee.amount(),
      fee.currency(),
      text(details.room()),
      details.email(),
      details.phone(),
      details.photoUrl()
    };
  }

  private static String text(String stated) {
    return stated == null ? "" : stated;
  }

  private static String[] list(List<String> stated) {
    return stated == null ? new String[0] : stated.toArray(String[]::new);
  }

  private static Doctor current(RowSet<Row> rows) {
    Row row = Rows.first(rows).orElseThrow(DoctorRepository::notFound);
    if (row.getString("department_name") == null) {
      throw unknownDepartment();
    }
    if (row.getUUID("id") == null) {
      throw Failure.staleVersion();
    }
    return DoctorRows.doctor(row);
  }

  private static Failure notFound() {
    return Failure.notFound("doctor");
  }

  private static Failure unknownDepartment() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at("/departmentId", "There is no such department."));
  }
}
