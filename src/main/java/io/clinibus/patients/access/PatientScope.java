package io.clinibus.patients.access;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import java.time.Instant;
import java.util.UUID;

/**
 * Patients whose data a caller may use.
 *
 * @param ofDoctor only those whom this doctor treats, or null for all
 * @param openAt also those whose record the doctor has opened in an emergency, if the access has
 *     not expired at this instant; null if such access does not count
 * @param colleagues also those whom doctors of the same department treat, where the clinic's rules
 *     let colleagues read records
 * @param representative also those whom this patient represents, or null
 */
public record PatientScope(
    UUID ofDoctor, Instant openAt, boolean colleagues, Representative representative) {

  /**
   * A patient who represents others.
   *
   * @param onlyChildren whether only children below the age of majority count
   * @param at when
   */
  public record Representative(UUID patientId, boolean onlyChildren, Instant at) {}

  public static final PatientScope ALL = new PatientScope(null, null, false, null);

  public boolean isAll() {
    return ofDoctor == null && representative == null;
  }

  /** Patients who are within one of the two. */
  PatientScope or(PatientScope other) {
    return isAll() || other.isAll()
        ? ALL
        : new PatientScope(
            ofDoctor == null ? other.ofDoctor : ofDoctor,
            openAt == null ? other.openAt : openAt,
            colleagues || other.colleagues,
            wider(representative, other.representative));
  }

  private static Representative wider(Representative one, Representative other) {
    return one == null || other != null && one.onlyChildren() ? other : one;
  }

  /** Adds a query for the ids of the patients, as {@code patient_id}, with repetitions. */
  public void addPatients(Sql sql) {
    addOwnPatients(sql);
    if (colleagues) {
      sql.add("UNION ALL SELECT patients.patients_of_colleagues(?)", ofDoctor);
    }
  }

  private void addOwnPatients(Sql sql) {
    if (representative != null) {
      sql.add(
          "SELECT patient_id FROM patients.represented(?, ?) WHERE ? OR relation = 'CHILD'",
          representative.patientId(),
          Rows.utc(representative.at()),
          !representative.onlyChildren());
      if (ofDoctor == null) {
        return;
      }
      sql.add("UNION ALL");
    }
    sql.add("SELECT patient_id FROM scheduling.doctor_patient WHERE doctor_id = ?", ofDoctor);
    if (openAt != null) {
      sql.add(
          """
          UNION ALL SELECT patient_id FROM patients.emergency_access
          WHERE doctor_id = ? AND expires_at > ?
          """,
          ofDoctor,
          Rows.utc(openAt));
    }
  }

  /**
   * Adds an expression that is true for those of the patients within the scope whom the doctor
   * reads about as a colleague only.
   */
  public void addColleague(Sql sql) {
    if (!colleagues) {
      sql.add("false");
      return;
    }
    sql.add("NOT EXISTS (SELECT FROM (");
    addOwnPatients(sql);
    sql.add(") AS own WHERE own.patient_id = patient.id)");
  }

  /**
   * Adds an expression for the time at which a row leaves the scope because its emergency access
   * expires; null for rows that are in the scope without such access.
   */
  public void addEmergencyUntil(Sql sql) {
    if (openAt == null) {
      sql.add("NULL::timestamptz");
      return;
    }
    sql.add(
        """
        (SELECT max(e.expires_at) FROM patients.emergency_access e
          WHERE e.doctor_id = ? AND e.patient_id = patient.id AND e.expires_at > ?
            AND NOT EXISTS (SELECT FROM scheduling.doctor_patient t
                             WHERE t.doctor_id = e.doctor_id AND t.patient_id = e.patient_id))
        """,
        ofDoctor,
        Rows.utc(openAt));
  }

  /** Adds a condition that is true for rows of patients.patient within the scope. */
  public void addCondition(Sql sql) {
    if (isAll()) {
      sql.add("true");
      return;
    }
    sql.add("(EXISTS (SELECT FROM (");
    addOwnPatients(sql);
    sql.add(") AS mine WHERE mine.patient_id = patient.id)");
    if (colleagues) {
      sql.add("OR patients.is_colleague(?, patient.id)", ofDoctor);
    }
    sql.add(")");
  }
}
