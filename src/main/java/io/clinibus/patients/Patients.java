package io.clinibus.patients;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
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
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.PatientRemoved;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.patients.api.PatientsApi.SetConfirmedEmail;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.patients.api.PatientsFieldErrors;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The clinic's patients. A patient reads and changes only their own record; a doctor reads patients
 * with whom they have or had an appointment, in any status, and gets {@code NOT_FOUND} for others;
 * the front desk reads and changes all.
 */
final class Patients {

  private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1880, 1, 1);

  /**
   * The time zone where each date begins first: a birth date of today there is not in the future.
   */
  private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);

  private final PatientRepository repository;
  private final PatientSearch search;
  private final ConfirmedEmailRepository emails;
  private final Bus bus;
  private final Clock clock;

  Patients(
      PatientRepository repository,
      PatientSearch search,
      ConfirmedEmailRepository emails,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.search = search;
    this.emails = emails;
    this.bus = bus;
    this.clock = clock;
  }

  Future<PatientPage> list(ListPatients request, Caller caller) {
    return search.list(request, PatientAccess.listing(caller));
  }

  /** By name with typos, phone number in any notation, or identifier; best match first. */
  Future<PatientPage> search(SearchPatients request, Caller caller) {
    return search.search(request, PatientAccess.listing(caller));
  }

  /**
   * Fails with {@code ALREADY_EXISTS} if another patient has the identifier, with {@code
   * INVALID_REQUEST} if the birth date is out of range.
   */
  Future<Patient> create(CreatePatient request, Caller caller) {
    PatientAccess.requireFrontDesk(caller);
    check(request.details());
    return repository.insert(UuidV7.next(), request.details());
  }

  Future<Patient> get(GetPatient request, Caller caller) {
    return repository.get(request.patientId(), PatientAccess.reading(caller, request.patientId()));
  }

  Future<Conditions> conditions(ListConditions request, Caller caller) {
    return repository
        .conditions(request.patientId(), PatientAccess.reading(caller, request.patientId()))
        .map(Conditions::new);
  }

  /**
   * Fails as {@link #create} does, and with {@code STALE_VERSION} if the version is not the current
   * one.
   */
  Future<Patient> update(UpdatePatient request, Caller caller) {
    PatientAccess.requireChanging(caller, request.patientId());
    check(request.details());
    return repository.update(request.patientId(), request.version(), request.details());
  }

  Future<NoContent> check(CheckPatient request, Caller caller) {
    check(request.details());
    return Future.succeededFuture(NoContent.DONE);
  }

  Future<NoContent> setConfirmedEmail(SetConfirmedEmail request, Caller caller) {
    PatientAccess.requireSystem(caller);
    return emails.set(request.patientId(), request.email(), clock.instant()).map(NoContent.DONE);
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
    PatientAccess.requireAdministrator(caller);
    return repository
        .delete(request.patientId(), clock.instant())
        .map(
            removed -> {
              bus.publish(PatientsApi.PATIENT_REMOVED, new PatientRemoved(request.patientId()));
              return NoContent.DONE;
            });
  }

  private void check(PatientDetails details) {
    LocalDate born = details.birthDate();
    if (born == null) {
      return;
    }
    if (born.isAfter(LocalDate.now(clock.withZone(EASTERNMOST)))) {
      throw Failure.invalid(
          CommonFieldErrors.IN_THE_FUTURE.at("/birthDate", "It is in the future."));
    }
    if (born.isBefore(EARLIEST_BIRTH)) {
      throw Failure.invalid(
          PatientsFieldErrors.IMPLAUSIBLE_BIRTH_DATE.at(
              "/birthDate", "It must be in 1880 or later.", EARLIEST_BIRTH.getYear()));
    }
  }
}
