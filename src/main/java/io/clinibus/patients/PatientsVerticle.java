package io.clinibus.patients;

import io.clinibus.bus.Bus;
import io.clinibus.patients.access.EmergencyAccessRepository;
import io.clinibus.patients.access.EmergencyAccesses;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.email.ConfirmedEmailRepository;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires the patients domain. */
public final class PatientsVerticle extends VerticleBase {

  private final NodeContext platform;

  public PatientsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    var repository = new PatientRepository(database);
    var patients =
        new Patients(
            repository,
            new PatientSearch(database),
            new ConfirmedEmailRepository(database),
            bus,
            clock);
    var changes = new PatientChanges(new PatientChangeRepository(database), repository, clock);
    var proposals = new Proposals(new ProposalRepository(database), repository, clock);
    var emergencies = new EmergencyAccesses(new EmergencyAccessRepository(database), bus, clock);
    return Future.all(
        List.of(
            bus.serve(PatientsApi.LIST_PATIENTS, patients::list),
            bus.serve(PatientsApi.CREATE_PATIENT, patients::create),
            bus.serve(PatientsApi.SEARCH_PATIENTS, patients::search),
            bus.serve(PatientsApi.GET_PATIENT, patients::get),
            bus.serve(PatientsApi.LIST_CONDITIONS, patients::conditions),
            bus.serve(PatientsApi.UPDATE_PATIENT, patients::update),
            bus.serve(PatientsApi.UPDATE_CONTACT, patients::updateContact),
            bus.serve(PatientsApi.UPDATE_MEDICAL_HISTORY, patients::updateMedicalHistory),
            bus.serve(PatientsApi.DELETE_PATIENT, patients::delete),
            bus.serve(PatientChangesApi.LIST_PATIENT_CHANGES, changes::list),
            bus.serve(ProposalsApi.PROPOSE_CHANGE, proposals::propose),
            bus.serve(ProposalsApi.LIST_PROPOSALS, proposals::list),
            bus.serve(ProposalsApi.DECIDE_PROPOSAL, proposals::decide),
            bus.serve(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, emergencies::open),
            bus.serve(PatientsApi.CHECK_PATIENT, patients::check),
            bus.serve(PatientsApi.SET_CONFIRMED_EMAIL, patients::setConfirmedEmail),
            bus.serve(PatientsApi.CONFIRM_EMAIL, patients::confirmEmail)));
  }
}
