package io.clinibus.patients;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.patients.PatientRows.ReadingRight;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.access.PatientAccess.Grant;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CheckPatient;
import io.clinibus.patients.api.PatientsApi.Conditions;
import io.clinibus.patients.api.PatientsApi.ConfirmEmail;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.DeletePatient;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListConditions;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.PatientRemoved;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.patients.api.PatientsApi.SetConfirmedEmail;
import io.clinibus.patients.api.PatientsApi.UpdateContact;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.patients.email.ConfirmedEmailRepository;
import io.clinibus.patients.family.RepresentationRepository;
import io.clinibus.patients.rules.BirthDateRule;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The clinic's patients. {@link PatientAccess} states who reads and changes what; a doctor gets
 * {@code NOT_FOUND} for patients whom they do not treat.
 */
final class Patients {

  private final PatientRepository repository;
  private final PatientSearch search;
  private final ConfirmedEmailRepository emails;
  private final RepresentationRepository representations;
  private final PatientKeys keys;
  private final Bus bus;
  private final BirthDateRule birthDates;
  private final Clock clock;

  Patients(
      PatientRepository repository,
      PatientSearch search,
      ConfirmedEmailRepository emails,
      RepresentationRepository representations,
      PatientKeys keys,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.search = search;
    this.emails = emails;
    this.representations = representations;
    this.keys = keys;
    this.bus = bus;
    this.birthDates = new BirthDateRule(clock);
    this.clock = clock;
  }

  Future<PatientPage> list(ListPatients request, Caller caller) {
    return search.list(request, grant(PatientsApi.LIST_PATIENTS, caller, null).widest());
  }

  /** By name with typos, phone number in any notation, or identifier; best match first. */
  Future<PatientPage> search(SearchPatients request, Caller caller) {
    return search.search(request, grant(PatientsApi.SEARCH_PATIENTS, caller, null).widest());
  }

  /**
   * Fails with {@code ALREADY_EXISTS} if another patient has the identifier, with {@code
   * INVALID_REQUEST} if the birth date is out of range.
   */
  Future<Patient> create(CreatePatient request, Caller caller) {
    grant(PatientsApi.CREATE_PATIENT, caller, null);
    birthDates.check("/birthDate", request.details().birthDate());
    UUID id = UuidV7.next();
    caller.concerns(id);
    return repository.insert(id, PatientParts.of(request.details()), caller);
  }

  /** The patient; for a record that was merged, the one that has stayed. */
  Future<Patient> get(GetPatient request, Caller caller) {
    UUID asked = request.patientId();
    return repository
        .mergedInto(asked)
        .compose(
            into -> {
              UUID id = into.orElse(asked);
              into.ifPresent(caller::concerns);
              Grant grant = grant(PatientsApi.GET_PATIENT, caller, id);
              return repository
                  .get(id, grant, caller)
                  .compose(patient -> withWhomToCall(patient, caller))
                  .recover(cause -> Future.failedFuture(grant.refusal(cause, id, caller)));
            });
  }

  /**
   * Where no emergency contact is recorded, staff see who represents the patient. The family does
   * not: representatives do not see each other's telephone numbers.
   */
  private Future<Patient> withWhomToCall(Patient patient, Caller caller) {
    if (patient.emergencyContact() != null || !caller.isStaff() || caller.isPatient(patient.id())) {
      return Future.succeededFuture(patient);
    }
    return representations
        .contacts(patient.id(), clock.instant())
        .map(
            contacts ->
                contacts.isEmpty()
                        || contacts.stream()
                            .anyMatch(one -> caller.isPatient(one.representativeId()))
                    ? patient
                    : patient.with(contacts));
  }

  Future<Conditions> conditions(ListConditions request, Caller caller) {
    return repository
        .conditions(
            request.patientId(), grant(PatientsApi.LIST_CONDITIONS, caller, request.patientId()))
        .map(Conditions::new);
  }

  /**
   * Replaces all but the medical history, which the front desk does not see. Fails as {@link
   * #create} does, and with {@code STALE_VERSION} if the version is not the current one.
   */
  Future<Patient> update(UpdatePatient request, Caller caller) {
    UUID id = request.patientId();
    Grant grant = grant(PatientsApi.UPDATE_PATIENT, caller, id);
    birthDates.check("/birthDate", request.details().birthDate());
    return change(
        id, request.version(), grant, caller, null, parts -> parts.with(request.details()), false);
  }

  /** A patient's change of their own contact data; {@code STALE_VERSION} as above. */
  Future<Patient> updateContact(UpdateContact request, Caller caller) {
    UUID id = request.patientId();
    Grant grant = grant(PatientsApi.UPDATE_CONTACT, caller, id);
    return change(
        id, request.version(), grant, caller, null, parts -> parts.with(request.details()), true);
  }

  /** A treating doctor's change; {@code STALE_VERSION} as above. */
  Future<Patient> updateMedicalHistory(UpdateMedicalHistory request, Caller caller) {
    UUID id = request.patientId();
    Grant grant = grant(PatientsApi.UPDATE_MEDICAL_HISTORY, caller, id);
    return repository
        .parts(id, grant, caller)
        .compose(allowed -> keys.of(id))
        .compose(
            key ->
                change(
                    id,
                    request.version(),
                    grant,
                    caller,
                    key,
                    parts -> parts.with(request.details()),
                    true));
  }

  Future<NoContent> check(CheckPatient request, Caller caller) {
    birthDates.check("/birthDate", request.details().birthDate());
    return Future.succeededFuture(NoContent.DONE);
  }

  Future<NoContent> setConfirmedEmail(SetConfirmedEmail request, Caller caller) {
    PatientAccess.requireSystem(caller);
    return repository
        .setConfirmedEmail(
            request.patientId(),
            request.email(),
            new Author(request.accountId(), Role.PATIENT, null),
            clock.instant())
        .map(NoContent.DONE);
  }

  Future<NoContent> confirmEmail(ConfirmEmail request, Caller caller) {
    PatientAccess.requireSystem(caller);
    return emails.confirm(request.link(), clock.instant()).map(NoContent.DONE);
  }

  /**
   * Hides the patient; past visits stay. Fails with {@code IN_USE} and the {@code conflicts} while
   * there are upcoming appointments.
   */
  Future<NoContent> delete(DeletePatient request, Caller caller) {
    grant(PatientsApi.DELETE_PATIENT, caller, request.patientId());
    return repository
        .delete(request.patientId(), clock.instant(), caller)
        .map(
            removed -> {
              bus.publish(PatientsApi.PATIENT_REMOVED, new PatientRemoved(request.patientId()));
              return NoContent.DONE;
            });
  }

  /**
   * @param key opens the medical history; null if the edit is not about it
   */
  private Future<Patient> change(
      UUID id,
      long version,
      Grant grant,
      Caller caller,
      PatientKey key,
      UnaryOperator<PatientParts> edit,
      boolean showsHistory) {
    var author = new Author(caller.userId(), grant.role(), null);
    return repository
        .change(id, version, grant.widest(), author, caller, key, edit)
        .compose(
            row ->
                showsHistory
                    ? repository.withHistory(row, ReadingRight.UNLIMITED)
                    : Future.succeededFuture(PatientRows.patient(row)));
  }

  private Grant grant(Operation<?, ?> operation, Caller caller, UUID patientId) {
    return PatientAccess.grant(operation, caller, patientId, clock.instant());
  }
}
