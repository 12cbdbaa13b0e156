package io.clinibus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.Sex;
import io.clinibus.patients.stored.ChangeRows;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.patients.stored.ProposalSeal;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.stored.EntryText;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.stored.VisitText;
import io.clinibus.testing.BusFixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A patient with data in every column that can hold text about a patient, each with a word that
 * begins with the mark.
 */
final class CanaryPatient {

  static final String MARK = "canary";

  private static final LocalDate BORN = LocalDate.parse("1980-05-06");

  private final BusFixture clinic;
  private final OffsetDateTime now;
  private final UUID doctor;
  private final UUID account = UuidV7.next();
  private UUID id;
  private UUID former;

  private CanaryPatient(BusFixture clinic) {
    this.clinic = clinic;
    this.now = clinic.platform().clock().instant().atOffset(ZoneOffset.UTC);
    this.doctor = clinic.doctor();
  }

  /** A patient who was treated a year ago. */
  static CanaryPatient treated(BusFixture clinic) {
    CanaryPatient patient = untreated(clinic);
    patient.appointment("COMPLETED", 365, "canaryattended");
    return patient;
  }

  /** A patient whose only appointment was cancelled. */
  static CanaryPatient untreated(BusFixture clinic) {
    var patient = new CanaryPatient(clinic);
    patient.person();
    patient.record();
    patient.signedIn();
    patient.secondFactor();
    patient.merged();
    patient.appointment("CANCELLED", 30, "canarycancelled");
    patient.waitlist();
    patient.mails();
    patient.requestedMails();
    return patient;
  }

  UUID id() {
    return id;
  }

  /** The record that was merged into this one. */
  UUID former() {
    return former;
  }

  UUID account() {
    return account;
  }

  UUID doctor() {
    return doctor;
  }

  private void person() {
    id =
        clinic
            .ask(
                PatientsApi.CREATE_PATIENT,
                new PatientsApi.CreatePatient(details("Canaryformer")),
                clinic.frontDesk())
            .id();
    clinic.ask(
        PatientsApi.UPDATE_PATIENT,
        new PatientsApi.UpdatePatient(id, 1, details("Canaryfamily")),
        clinic.frontDesk());
    clinic.ask(
        PatientsApi.UPDATE_CONTACT,
        new PatientsApi.UpdateContact(
            id,
            2,
            new Contact(
                "Canaryphone 5551",
                "canarymail@example.org",
                "Canarystreet 7",
                new EmergencyContact("Canarycontact", "Canaryaunt", "+49 30 5555678"))),
        clinic.asPatient(id));
  }

  private static PatientDetails details(String familyName) {
    return new PatientDetails(
        "Canarygiven",
        familyName,
        BORN,
        Sex.FEMALE,
        "Canaryphone 5551",
        "canaryfirst@example.org",
        "Canarylane 1",
        "CANARY-" + UUID.randomUUID(),
        new Insurance("Canaryinsurance", "CANARY-77", null),
        null);
  }

  private void record() {
    medicalHistory();
    clinic.sql(
        """
        INSERT INTO patients.proposal (id, patient_id, part, proposed, status, note)
        VALUES ($1, $2, 'INSURANCE', '{"provider": "Canaryinsurer"}', 'REFUSED', 'canaryrefused')
        """,
        UuidV7.next(),
        id);
    clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new EmergencyAccessApi.OpenEmergencyAccess(
            id,
            null,
            null,
            null,
            null,
            EmergencyAccessApi.EmergencyReason.OTHER,
            "canarysealed, no relatives"),
        clinic.asDoctor(doctor));
    clinic.sql(
        """
        INSERT INTO patients.account_invitation (id, patient_id, email, sent_at, expires_at)
        VALUES ($1, $2, 'canaryinvited@example.org', $3, $3)
        """,
        UuidV7.next(),
        id,
        now);
    clinic.sql(
        """
        INSERT INTO patients.duplicate (id, first_id, second_id, score, reasons)
        VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), 90, '{STATED}')
        """,
        UuidV7.next(),
        id,
        clinic.patient());
    clinic.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES ($1, $2, $3, 'PARTNER', $5, $5), ($4, $3, $2, 'PARTNER', $5, NULL)
        """,
        UuidV7.next(),
        id,
        clinic.patient(),
        UuidV7.next(),
        now);
    clinic.sql(
        """
        INSERT INTO patients.representation_change
          (id, representation_id, version, kind, created_at, document, reference, last_day)
        SELECT gen_random_uuid(), id, 1, 'ADDED', created_at, 'OTHER', 'canaryreference', '2100-01-01'
          FROM patients.representation WHERE representative_id = $1
        """,
        id);
  }

  /** As if a doctor had written it who treats the patient no more. */
  private void medicalHistory() {
    PatientKey key = key();
    UUID change = UuidV7.next();
    UUID proposal = UuidV7.next();
    clinic.sql(
        """
        UPDATE patients.patient SET history = $2, history_version = 4, version = 4 WHERE id = $1
        """,
        id,
        HistoryRows.seal(history("Canarycondition"), 4, key));
    clinic.sql(
        """
        INSERT INTO patients.change (id, patient_id, version, part, sealed, actor_role)
        VALUES ($1, $2, 4, 'MEDICAL_HISTORY', $3, 'DOCTOR')
        """,
        change,
        id,
        ChangeRows.seal(history("Canaryearlier"), history("Canarycondition"), change, 4, key));
    clinic.sql(
        """
        INSERT INTO patients.proposal
          (id, patient_id, part, proposed, status, sealed, sealed_for)
        VALUES ($1, $2, 'MEDICAL_HISTORY', '{}', 'REFUSED', $3, $2)
        """,
        proposal,
        id,
        ProposalSeal.seal(
            new ProposalSeal.Content(history("Canaryproposed"), "canarynote"), proposal, 1, key));
  }

  private PatientKey key() {
    return BusFixture.await(clinic.platform().patientKeys().of(id));
  }

  /** Another record of the patient, with an account, that was merged into this one. */
  private void merged() {
    former =
        clinic
            .ask(
                PatientsApi.CREATE_PATIENT,
                new PatientsApi.CreatePatient(details("Canarymerged")),
                clinic.frontDesk())
            .id();
    UUID merge = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO patients.merge (id, from_id, into_id, written, merged_at)
        VALUES ($1, $2, $3, 3, $4)
        """,
        merge,
        former,
        id,
        now);
    clinic.sql(
        "INSERT INTO patients.merge_row (merge_id, kind, row_id) VALUES ($1, 'appointment', $2)",
        merge,
        UuidV7.next());
    clinic.sql("UPDATE patients.patient SET deleted_at = $2 WHERE id = $1", former, now);
    clinic.sql(
        """
        INSERT INTO identity.account
          (id, email, email_key, name, roles, patient_id, password_hash, blocked_at, block_reason)
        VALUES ($1::uuid, 'Canaryblocked@' || $1::uuid, 'canaryblocked@' || $1::uuid, 'Canaryname', '{PATIENT}',
                $2, 'canaryhash', $3, 'canaryblockreason')
        """,
        UuidV7.next(),
        former,
        now);
  }

  private void secondFactor() {
    clinic.sql(
        """
        INSERT INTO identity.factor (id, account_id, kind, name, created_at, sealed_secret, last_step)
        VALUES ($1, $2, 'TOTP', 'Canaryfactor', $3, 'sealed', 1)
        """,
        UuidV7.next(),
        account,
        now);
    clinic.sql(
        """
        INSERT INTO identity.passkey (id, account_id, name, created_at, credential_id,
          credential_data, sign_count, backup_eligible, backed_up, transports)
        VALUES ($1, $2, 'Canarypasskey', $3, uuid_send($1), 'key', 1, true, true, '{internal}')
        """,
        UuidV7.next(),
        account,
        now);
    clinic.sql(
        """
        INSERT INTO identity.totp_enrolment (account_id, id, sealed_secret, expires_at)
        VALUES ($1, $2, 'sealed', $3)
        """,
        account,
        UuidV7.next(),
        now);
    clinic.sql(
        "INSERT INTO identity.recovery_code (account_id, code_hash, created_at) VALUES ($1, 'hash',"
            + " $2)",
        account,
        now);
    clinic.sql(
        """
        INSERT INTO identity.sign_in_challenge (token_hash, account_id, expires_at)
        VALUES (sha256(convert_to($1::uuid::text, 'UTF8')), $1, $2)
        """,
        account,
        now);
  }

  private static MedicalHistory history(String condition) {
    return new MedicalHistory(List.of(condition), List.of(), null, List.of());
  }

  private void signedIn() {
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, email_key, name, roles, patient_id, password_hash)
        VALUES ($1::uuid, 'Canaryaccount@' || $1::uuid, 'canaryaccount@' || $1::uuid, 'Canaryname', '{PATIENT}',
                $2, 'canaryhash')
        """,
        account,
        id);
    UUID session = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO identity.session
          (id, account_id, issued_at, expires_at, ends_at, device, network, active_at)
        VALUES ($1, $2, $3, $4, $4, 'Canarydevice', 'canarynetwork', $3)
        """,
        session,
        account,
        now,
        now.plusDays(1));
    clinic.sql(
        "INSERT INTO identity.refresh_token (token_hash, session_id, expires_at) VALUES ($1, $2,"
            + " $3)",
        Buffer.buffer(OpaqueTokens.next()),
        session,
        now.plusDays(1));
    clinic.sql(
        """
        INSERT INTO identity.address_change (id, account_id, email, expires_at)
        VALUES ($1, $2, 'canarynew@example.org', $3)
        """,
        UuidV7.next(),
        account,
        now.plusDays(1));
    clinic.sql(
        "INSERT INTO identity.password_reset (id, account_id, expires_at) VALUES ($1, $2, $3)",
        UuidV7.next(),
        account,
        now.plusDays(1));
    clinic.sql(
        """
        INSERT INTO identity.registration
          (id, email, password_hash, given_name, family_name, phone, expires_at)
        VALUES ($1, 'canaryMail@example.org', 'canaryhash', 'Canaryagain', 'Canaryregistered',
                'canaryphone', $2)
        """,
        UuidV7.next(),
        now.plusDays(1));
  }

  private void appointment(String status, int daysAgo, String word) {
    UUID appointment = UuidV7.next();
    OffsetDateTime start = now.minusDays(daysAgo);
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, sealed, sealed_for)
        VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), $6, $7, $3)
        """,
        appointment,
        doctor,
        id,
        start,
        start.plusHours(1),
        status,
        TextKind.VISITS.seal(
            new VisitText(
                word + "reason",
                List.of(
                    new AnsweredQuestion(
                        UuidV7.next(), "Why?", QuestionKind.TEXT, word + "answer"))),
            appointment,
            1,
            key()));
    clinic.sql(
        """
        INSERT INTO scheduling.appointment_change
          (appointment_id, version, actor_id, kind, doctor_id, starts_at, ends_at, status, sealed,
           sealed_for)
        VALUES ($1, 1, $2, 'BOOKED', $3, $4, $5, $6, $7, $8)
        """,
        appointment,
        account,
        doctor,
        start,
        start.plusHours(1),
        status,
        TextKind.NOTES.seal(new NoteText(word + "note"), appointment, 1, key()),
        id);
    clinic.sql(
        """
        INSERT INTO scheduling.booking_request (actor_id, key, fingerprint, appointment_id)
        VALUES ($1, $2, 'canaryprint', $3)
        """,
        account,
        word + "key",
        appointment);
    ticket(appointment);
  }

  private void ticket(UUID appointment) {
    clinic.sql(
        """
        INSERT INTO scheduling.ticket (appointment_id, day, number, code)
        SELECT $1, '2026-01-01', count(*) + 1, 'canary' || count(*) + 1 FROM scheduling.ticket
        """,
        appointment);
  }

  private void waitlist() {
    UUID entry = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO scheduling.waitlist_entry
          (id, patient_id, doctor_id, sealed, sealed_for, status, joined_at)
        VALUES ($1, $2, $3, $4, $2, 'LEFT', $5)
        """,
        entry,
        id,
        doctor,
        TextKind.ENTRIES.seal(
            new EntryText(
                "canarywaiting",
                List.of(
                    new AnsweredQuestion(
                        UuidV7.next(), "Why?", QuestionKind.TEXT, "canaryansweredwaiting"))),
            entry,
            1,
            key()),
        now);
    clinic.sql(
        """
        INSERT INTO scheduling.waitlist_offer
          (id, entry_id, patient_id, doctor_id, starts_at, ends_at, offered_at, expires_at, answer)
        VALUES ($1, $2, $3, $4, $5, $5, $5, $5, 'PASSED')
        """,
        UuidV7.next(),
        entry,
        id,
        doctor,
        now);
    clinic.sql(
        "INSERT INTO scheduling.unused_hold (hold_id, held_by, expired_at) VALUES ($1, $2, $3)",
        UuidV7.next(),
        account,
        now);
  }

  /** Sent ones, so that no job changes them. */
  private void mails() {
    clinic.sql(
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, key, payload, state, failure, due_at, created_at)
        VALUES ('1', 1, $1, 'BOOKED', $2, $3, 'SENT', 'canaryfailure', $4, $4)
        """,
        id,
        "canarykey" + id,
        new JsonObject().put("doctorName", "canarypayload"),
        now);
    clinic.sql(
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, email, kind, key, payload, state, due_at, created_at)
        VALUES ('1', 2, 'canaryfirst@example.org', 'RESET_PASSWORD', $1, '{}', 'VOID', $2, $2)
        """,
        "canaryother" + id,
        now);
    clinic.sql(
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, key, payload, state, due_at, created_at)
        VALUES ('1', 3, $1, 'BOOKED', $2, $3, 'SENT', $4, $4)
        """,
        clinic.patient(),
        "canaryrelative" + id,
        new JsonObject().put("forPatient", id.toString()).put("doctorName", "canaryrelative"),
        now);
  }

  /** Waits until what the changes requested are deliveries: a plan counts those. */
  private void requestedMails() {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        clinic.sql(
                            """
                            SELECT FROM platform.outbox_reader AS r,
                                        platform.unread_events(r.read, 'notifications.requested', 1)
                             WHERE r.name = 'notifications'
                            """))
                    .isEmpty());
  }

  /** The words of clinical parts, which only copies that the patient asked for have. */
  static List<String> clinical() {
    return List.of(
        "Canarycondition",
        "Canaryearlier",
        "Canaryproposed",
        "canarynote",
        "canarysealed",
        "canarycancelledreason",
        "canarycancelledanswer",
        "canarycancellednote",
        "canarywaiting",
        "canaryansweredwaiting");
  }

  /** The words that a copy of everything must have. */
  static List<String> copied() {
    return List.of(
        "Canarygiven",
        "Canaryfamily",
        "Canaryformer",
        "Canarymerged",
        "Canaryblocked@",
        "Canaryfactor",
        "Canarypasskey",
        "canaryinvited@example.org",
        "canarymail@example.org",
        "canaryfirst@example.org",
        "Canarystreet",
        "Canarylane",
        "CANARY-77",
        "Canaryinsurance",
        "Canarycontact",
        "Canaryaunt",
        "canaryreference",
        "Canarycondition",
        "Canaryearlier",
        "Canaryproposed",
        "canarynote",
        "Canaryinsurer",
        "canaryrefused",
        "canarysealed",
        "Canaryaccount@",
        "Canaryname",
        "Canarydevice",
        "canarynetwork",
        "canarynew@example.org",
        "Canaryagain",
        "Canaryregistered",
        "canaryphone",
        "canarycancelledreason",
        "canarycancelledanswer",
        "canarycancellednote",
        "canarycancelledkey",
        "canarywaiting",
        "canaryansweredwaiting",
        "canarypayload",
        "canaryfailure");
  }
}
