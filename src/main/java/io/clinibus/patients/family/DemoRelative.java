package io.clinibus.patients.family;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** In the demo data, the patient with an account has a child, who has an appointment. */
public final class DemoRelative {

  private DemoRelative() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH moment AS (SELECT ?::timestamptz AS now),
            child AS (
              SELECT p.id, parent.id AS parent_id, parent.family_name, parent.phone, parent.address
                FROM moment, identity.patient_account a
                JOIN patients.patient parent ON parent.id = a.patient_id,
                     patients.patient p
                JOIN scheduling.open_appointment v ON v.patient_id = p.id
               WHERE p.birth_date > (now - interval '15 years')::date AND p.id <> parent.id
                 AND v.starts_at > now + interval '2 days'
               ORDER BY v.starts_at, p.id LIMIT 1),
            named AS (
              UPDATE patients.patient p
                 SET family_name = child.family_name, phone = child.phone, address = child.address,
                     email = NULL, email_confirmed_at = NULL
                FROM child WHERE p.id = child.id),
            added AS (
              INSERT INTO patients.representation
                (id, representative_id, patient_id, relation, created_at, in_force_since)
              SELECT gen_random_uuid(), parent_id, id, 'CHILD', now - interval '30 days', now - interval '30 days'
                FROM child, moment
              RETURNING *)
            INSERT INTO patients.representation_change
              (id, representation_id, version, kind, created_at, actor_id)
            SELECT gen_random_uuid(), added.id, version, 'ADDED', created_at, a.account_id
              FROM added JOIN identity.patient_account a ON a.patient_id = added.representative_id
            """)) {
      insert.setTimestamp(1, Timestamp.from(now));
      insert.executeUpdate();
    }
  }
}
