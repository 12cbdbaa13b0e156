package io.clinibus.patients;

import io.clinibus.bus.Bus;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
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
    var patients =
        new Patients(
            new PatientRepository(platform.database()),
            new PatientSearch(platform.database()),
            new ConfirmedEmailRepository(platform.database()),
            bus,
            platform.clock());
    return Future.all(
        List.of(
            bus.serve(PatientsApi.LIST_PATIENTS, patients::list),
            bus.serve(PatientsApi.CREATE_PATIENT, patients::create),
            bus.serve(PatientsApi.SEARCH_PATIENTS, patients::search),
            bus.serve(PatientsApi.GET_PATIENT, patients::get),
            bus.serve(PatientsApi.LIST_CONDITIONS, patients::conditions),
            bus.serve(PatientsApi.UPDATE_PATIENT, patients::update),
            bus.serve(PatientsApi.DELETE_PATIENT, patients::delete),
            bus.serve(PatientsApi.CHECK_PATIENT, patients::check),
            bus.serve(PatientsApi.SET_CONFIRMED_EMAIL, patients::setConfirmedEmail),
            bus.serve(PatientsApi.CONFIRM_EMAIL, patients::confirmEmail)));
  }
}
