package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.PatientWriter.Locked;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.merge.UnionWriter;
import io.clinibus.patients.stored.ChangeRows;
import io.clinibus.patients.stored.ChangeRows.Difference;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Unites the stored data of two records, and logs it as changes. The history of each is sealed with
 * the key of its own record.
 */
final class StoredUnionWriter implements UnionWriter {

  private final PatientKeys keys;

  StoredUnionWriter(PatientKeys keys) {
    this.keys = keys;
  }

  @Override
  public Future<Integer> unite(SqlConnection connection, UUID from, UUID into, Caller caller) {
    return lock(connection, from)
        .compose(
            going ->
                remove(connection, from)
                    .compose(removed -> lock(connection, into))
                    .compose(
                        staying ->
                            PatientWriter.write(
                                connection, staying, union(staying, going), author(caller))))
        .compose(
            written -> confirmEmail(connection, from, into).map(written.getInteger("version")));
  }

  private Future<Locked> lock(SqlConnection connection, UUID id) {
    return keys.of(id).compose(key -> PatientWriter.lock(connection, id, PatientScope.ALL, key));
  }

  @Override
  public Future<Void> separate(
      SqlConnection connection, UUID from, UUID into, int written, Caller caller) {
    return lock(connection, into)
        .compose(
            staying ->
                before(connection, staying, written)
                    .compose(
                        parts -> PatientWriter.write(connection, staying, parts, author(caller))))
        .compose(restored -> bringBack(connection, from));
  }

  /** The data of two records; where both state something, that of the first one. */
  static PatientParts union(PatientParts staying, PatientParts going) {
    Identity identity = staying.identity();
    Identity otherIdentity = going.identity();
    Contact contact = staying.contact();
    Contact otherContact = going.contact();
    MedicalHistory history = staying.medicalHistory();
    MedicalHistory otherHistory = going.medicalHistory();
    return new PatientParts(
        new Identity(
            identity.givenName(),
            identity.familyName(),
            first(identity.birthDate(), otherIdentity.birthDate()),
            first(identity.sex(), otherIdentity.sex()),
            first(identity.identifier(), otherIdentity.identifier())),
        new Contact(
            first(contact.phone(), otherContact.phone()),
            first(contact.email(), otherContact.email()),
            first(contact.address(), otherContact.address()),
            first(contact.emergencyContact(), otherContact.emergencyContact())),
        first(staying.insurance(), going.insurance()),
        new MedicalHistory(
            all(history.conditions(), otherHistory.conditions()),
            all(history.allergies(), otherHistory.allergies()),
            isNoneKnown(history, otherHistory) ? true : null,
            all(history.medication(), otherHistory.medication())));
  }

  /** Mails go on to an address that was confirmed for the record that goes. */
  private static PatientParts union(Locked staying, Locked going) {
    PatientParts parts = union(staying.parts(), going.parts());
    String confirmed = going.parts().contact().email();
    boolean takesOver =
        confirmed != null
            && going.row().getOffsetDateTime("email_confirmed_at") != null
            && staying.row().getOffsetDateTime("email_confirmed_at") == null;
    Contact contact = parts.contact();
    return takesOver
        ? parts.with(
            new Contact(contact.phone(), confirmed, contact.address(), contact.emergencyContact()))
        : parts;
  }

  /** Known of one record, and nothing else stated by the other. */
  private static boolean isNoneKnown(MedicalHistory one, MedicalHistory other) {
    return one.allergies().isEmpty()
        && other.allergies().isEmpty()
        && (Boolean.TRUE.equals(one.noKnownAllergies())
            || Boolean.TRUE.equals(other.noKnownAllergies()));
  }

  private static <T> T first(T one, T other) {
    return one == null ? other : one;
  }

  private static List<String> all(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private static Future<?> remove(SqlConnection connection, UUID from) {
    return Sql.of(
            "UPDATE patients.patient SET deleted_at = now(), version = version + 1 WHERE id = ?",
            from)
        .execute(connection);
  }

  private static Future<Void> bringBack(SqlConnection connection, UUID from) {
    return Sql.of(
            "UPDATE patients.patient SET deleted_at = NULL, version = version + 1 WHERE id = ?",
            from)
        .execute(connection)
        .<Void>mapEmpty()
        .recover(PatientWriter::identifierTaken);
  }

  private static Future<?> confirmEmail(SqlConnection connection, UUID from, UUID into) {
    return Sql.of(
            """
            UPDATE patients.patient p SET email_confirmed_at = o.email_confirmed_at
              FROM patients.patient o
             WHERE p.id = ? AND o.id = ? AND lower(p.email) = lower(o.email)
               AND p.email_confirmed_at IS NULL AND o.email_confirmed_at IS NOT NULL
            """,
            into,
            from)
        .execute(connection);
  }

  /** The record without what the merge wrote, but for parts that have been changed since. */
  private static Future<PatientParts> before(
      SqlConnection connection, Locked staying, int written) {
    return Sql.of(
            """
            SELECT id, version, part, before, after, sealed FROM patients.change
             WHERE patient_id = ? AND version = ?
            """,
            staying.id(),
            written)
        .execute(connection)
        .map(
            rows -> {
              PatientParts parts = staying.parts();
              for (Row change : rows) {
                PatientPart part = Rows.constant(change, "part", PatientPart.class);
                Difference difference = ChangeRows.open(change, staying.key());
                if (with(parts, part, difference.after()).equals(parts)) {
                  parts = with(parts, part, difference.before());
                }
              }
              return parts;
            });
  }

  private static PatientParts with(PatientParts parts, PatientPart part, PartContent content) {
    return switch (part) {
      case IDENTITY ->
          new PatientParts(
              content.identity(), parts.contact(), parts.insurance(), parts.medicalHistory());
      case CONTACT -> parts.with(content.contact());
      case INSURANCE ->
          new PatientParts(
              parts.identity(),
              parts.contact(),
              content == null ? null : content.insurance(),
              parts.medicalHistory());
      case MEDICAL_HISTORY -> parts.with(content.medicalHistory());
    };
  }

  private static Author author(Caller caller) {
    if (!caller.isFrontDesk()) {
      throw Failure.forbidden("Only the front desk merges records.");
    }
    return new Author(
        caller.userId(), caller.has(Role.ADMIN) ? Role.ADMIN : Role.RECEPTIONIST, null);
  }
}
