package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentsFailures;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterConfirmation;
import io.clinibus.documents.api.LettersApi.LetterState;
import io.clinibus.documents.content.DocumentContents.Sealed;
import io.clinibus.documents.store.VisitRepository;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Letters in PostgreSQL. */
public final class LetterRepository {

  /** Of a prescription that nobody has ended; null for letters without one. */
  private static final List<PrescriptionStatus> STANDING =
      Arrays.asList(null, PrescriptionStatus.ACTIVE, PrescriptionStatus.COMPLETED);

  private final Pool pool;

  public LetterRepository(Pool pool) {
    this.pool = pool;
  }

  /** {@code INVALID_REQUEST} for an appointment or encounter of somebody else. */
  Future<Void> checkVisit(CreateLetter letter) {
    return VisitRepository.check(
        pool, letter.patientId(), letter.appointmentId(), letter.encounterId());
  }

  /**
   * Who writes about whom.
   *
   * @param details what forms of the clinic may show as well
   * @param specialization in the language of the letter, as far as the clinic has translated it
   * @param clinicAddress likewise; null if the clinic has not stated it
   * @param language of the letter
   */
  record People(
      String patient,
      LocalDate birthDate,
      PatientDetails details,
      String doctor,
      String specialization,
      String clinicAddress,
      Language language,
      ZoneId zone) {

    @Override
    public String toString() {
      return "People[…]";
    }
  }

  /**
   * What is recorded of a patient; null where nothing is.
   *
   * @param sex as of FHIR
   * @param number of the patient's identity document or file
   */
  record PatientDetails(
      String familyName,
      String givenName,
      String sex,
      String number,
      String phone,
      String address,
      String insurance,
      String insuranceNumber,
      LocalDate insuredUntil) {

    @Override
    public String toString() {
      return "PatientDetails[…]";
    }
  }

  /**
   * {@code NOT_FOUND} if the patient is no longer there, or the caller is no doctor.
   *
   * @param language of the letter; null for that of the patient's account, else of the clinic
   */
  Future<People> people(UUID patientId, UUID doctorId, Language language) {
    return Sql.of(
            """
            SELECT p.name AS patient, p.birth_date, f.family_name, f.given_name, f.sex, f.identifier,
                   f.phone, f.address, f.insurance_provider, f.insurance_number, f.insured_until, d.name AS doctor, c.zone, of.language,
                   coalesce(directory.translations_of(d.specialization) ->> of.language, d.specialization) AS specialization,
                   coalesce(directory.translations_of(k.address) ->> of.language, k.address) AS clinic_address
              FROM patients.contact p
              JOIN patients.form_details f ON f.patient_id = p.id
              CROSS JOIN directory.doctor_profile d
              CROSS JOIN scheduling.clinic c
              CROSS JOIN scheduling.clinic_contact k
              CROSS JOIN LATERAL (
                SELECT coalesce(?, (SELECT l.language FROM identity.account_language l
                                     WHERE l.patient_id = p.id LIMIT 1), c.mail_language) AS language) AS of
             WHERE p.id = ? AND p.active AND d.id = ?
            """,
            language == null ? null : language.name(),
            patientId,
            doctorId)
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(LetterRepository::people)
                    .orElseThrow(() -> Failure.notFound("patient")));
  }

  private static People people(Row row) {
    return new People(
        row.getString("patient"),
        row.getLocalDate("birth_date"),
        new PatientDetails(
            row.getString("family_name"),
            row.getString("given_name"),
            row.getString("sex"),
            row.getString("identifier"),
            row.getString("phone"),
            row.getString("address"),
            row.getString("insurance_provider"),
            row.getString("insurance_number"),
            row.getLocalDate("insured_until")),
        row.getString("doctor"),
        row.getString("specialization"),
        row.getString("clinic_address"),
        Language.valueOf(row.getString("language")),
        ZoneId.of(row.getString("zone")));
  }

  /**
   * A prescription that is valid.
   *
   * @param doctorId who has signed it
   * @param encounterId null if it belongs to none
   */
  record SignedPrescription(UUID id, UUID doctorId, UUID encounterId) {}

  /**
   * Finds the prescription that a letter prints.
   *
   * @return {@code INVALID_REQUEST} unless it is the patient's and valid, {@code
   *     PRESCRIPTION_LETTER_EXISTS}
   */
  Future<SignedPrescription> prescription(UUID id, UUID patientId) {
    return Sql.of(
            """
            SELECT p.id, p.doctor_id, p.encounter_id,
                   EXISTS (SELECT FROM documents.letter l
                            WHERE l.prescription_id = p.id AND l.revoked_at IS NULL) AS printed
              FROM prescriptions.signed_prescription p
             WHERE p.id = ? AND p.patient_id = ? AND p.status = ?
            """,
            id,
            patientId,
            PrescriptionStatus.ACTIVE.name())
        .execute(pool)
        .map(
            rows -> {
              Row row = Rows.first(rows).orElseThrow(LetterRepository::notValid);
              if (row.getBoolean("printed")) {
                throw Failure.of(DocumentsFailures.PRESCRIPTION_LETTER_EXISTS);
              }
              return new SignedPrescription(
                  id, row.getUUID("doctor_id"), row.getUUID("encounter_id"));
            });
  }

  private static Failure notValid() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at(
            "/prescriptionId", "is no valid prescription of this patient"));
  }

  /**
   * A letter that is complete.
   *
   * @param doctorId who answers for it: of a prescription its prescriber
   * @param prescriptionId null for none
   * @param details sealed
   * @param key sealed
   * @param clearSize of the content
   */
  record NewLetter(
      UUID id,
      CreateLetter request,
      UUID encounterId,
      UUID prescriptionId,
      UUID doctorId,
      UUID authorId,
      byte[] details,
      byte[] key,
      Sealed content,
      long clearSize,
      byte[] codeHash,
      Instant issued,
      Instant released) {

    @Override
    public String toString() {
      return "NewLetter[" + id + "]";
    }
  }

  /** Inserts the document and the letter. */
  static Future<?> insert(SqlConnection connection, NewLetter letter) {
    return Sql.of(
            """
            INSERT INTO documents.document
              (id, patient_id, appointment_id, encounter_id, category, state, details, key, size,
               received, content_type, blob, sealed_size, digest, author_id, by_patient,
               created_at, updated_at, stored_at, released_at)
            VALUES (?, ?, ?, ?, ?, 'STORED', ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?)
            """,
            letter.id(),
            letter.request().patientId(),
            letter.request().appointmentId(),
            letter.encounterId(),
            DocumentCategory.LETTER.name(),
            Buffer.buffer(letter.details()),
            Buffer.buffer(letter.key()),
            letter.clearSize(),
            letter.clearSize(),
            letter.content().type(),
            letter.content().blob(),
            letter.content().size(),
            Buffer.buffer(letter.content().digest()),
            letter.authorId(),
            Rows.utc(letter.issued()),
            Rows.utc(letter.issued()),
            Rows.utc(letter.issued()),
            Rows.utc(letter.released()))
        .execute(connection)
        .compose(
            inserted ->
                Sql.of(
                        """
                        INSERT INTO documents.letter
                          (document_id, code_hash, kind, doctor_id, issued_at, prescription_id)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        letter.id(),
                        Buffer.buffer(letter.codeHash()),
                        letter.request().kind().name(),
                        letter.doctorId(),
                        Rows.utc(letter.issued()),
                        letter.prescriptionId())
                    .execute(connection)
                    .recover(LetterRepository::printedMeanwhile));
  }

  private static <T> Future<T> printedMeanwhile(Throwable cause) {
    return Future.failedFuture(
        PostgresErrors.isDuplicate(cause, "letter_of_prescription")
            ? Failure.of(DocumentsFailures.PRESCRIPTION_LETTER_EXISTS)
            : cause);
  }

  /**
   * {@code NOT_FOUND} if no letter has this code. One of a prescription that was ended is no longer
   * valid.
   */
  Future<LetterConfirmation> confirmation(byte[] codeHash) {
    return Sql.of(
            """
            SELECT c.name AS clinic, d.name AS doctor, l.issued_at, l.revoked_at, c.zone,
                   p.status AS prescription
              FROM documents.letter l
              JOIN directory.doctor_profile d ON d.id = l.doctor_id
              LEFT JOIN prescriptions.signed_prescription p ON p.id = l.prescription_id
             CROSS JOIN scheduling.clinic c
             WHERE l.code_hash = ?
            """,
            Buffer.buffer(codeHash))
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(LetterRepository::confirmation)
                    .orElseThrow(() -> Failure.notFound("letter")));
  }

  private static boolean isValid(Row row) {
    return row.getOffsetDateTime("revoked_at") == null
        && STANDING.contains(Rows.constant(row, "prescription", PrescriptionStatus.class));
  }

  private static LetterConfirmation confirmation(Row row) {
    return new LetterConfirmation(
        isValid(row) ? LetterState.VALID : LetterState.REVOKED,
        row.getString("clinic"),
        row.getString("doctor"),
        Rows.instant(row, "issued_at").atZone(ZoneId.of(row.getString("zone"))).toOffsetDateTime());
  }
}
