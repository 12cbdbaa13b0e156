package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.merge.UnionWriter;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Unites the stored data of two records, and logs it as changes. */
final class StoredUnionWriter implements UnionWriter {

  @Override
  public Future<Integer> unite(SqlConnection connection, UUID from, UUID into, Caller caller) {
    return PatientWriter.lock(connection, from, PatientScope.ALL)
        .compose(
            going ->
                remove(connection, from)
                    .compose(removed -> PatientWriter.lock(connection, into, PatientScope.ALL))
                    .compose(
                        staying ->
                            PatientWriter.write(
                                connection, staying, union(staying, going), author(caller))))
        .compose(
            written -> confirmEmail(connection, from, into).map(written.getInteger("version")));
  }

  @Override
  public Future<Void> separate(
      SqlConnection connection, UUID from, UUID into, int written, Caller caller) {
    return PatientWriter.lock(connection, into, PatientScope.ALL)
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
  private static PatientParts union(Row staying, Row going) {
    PatientParts parts = union(PatientRows.parts(staying), PatientRows.parts(going));
    String confirmed = going.getString("email");
    boolean takesOver =
        confirmed != null
            && going.getOffsetDateTime("email_confirmed_at") != null
            && staying.getOffsetDateTime("email_confirmed_at") == null;
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
  private static Future<PatientParts> before(SqlConnection connection, Row staying, int written) {
    return Sql.of(
            """
            SELECT part, before, after FROM patients.change WHERE patient_id = ? AND version = ?
            """,
            staying.getUUID("id"),
            written)
        .execute(connection)
        .map(
            rows -> {
              PatientParts parts = PatientRows.parts(staying);
              for (Row change : rows) {
                PatientPart part = Rows.constant(change, "part", PatientPart.class);
                PatientParts after = with(parts, part, change.getJsonObject("after"));
                if (after.equals(parts)) {
                  parts = with(parts, part, change.getJsonObject("before"));
                }
              }
              return parts;
            });
  }

  private static PatientParts with(PatientParts parts, PatientPart part, JsonObject stored) {
    PartContent content = StoredParts.read(stored, part);
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
