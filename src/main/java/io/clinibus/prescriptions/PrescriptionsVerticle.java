package io.clinibus.prescriptions;

import io.clinibus.bus.Bus;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.prescriptions.api.DosageApi;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.dosage.Dosages;
import io.clinibus.prescriptions.medications.MedicationRepository;
import io.clinibus.prescriptions.medications.MedicationSearch;
import io.clinibus.prescriptions.medications.Medications;
import io.clinibus.prescriptions.orders.PrescriptionExpiry;
import io.clinibus.prescriptions.orders.PrescriptionPrints;
import io.clinibus.prescriptions.orders.PrescriptionReads;
import io.clinibus.prescriptions.orders.PrescriptionRepository;
import io.clinibus.prescriptions.orders.PrescriptionSeal;
import io.clinibus.prescriptions.orders.Prescriptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires the prescriptions domain. */
public final class PrescriptionsVerticle extends VerticleBase {

  private final NodeContext platform;

  public PrescriptionsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    var catalogue = new MedicationRepository(database);
    var medications = new Medications(catalogue, new MedicationSearch(database));
    var repository = new PrescriptionRepository(database);
    var seal = new PrescriptionSeal(platform.patientKeys(), PartOpeners.of(platform));
    var access = new PatientAccessCheck(PrescriptionsAccess.RULES, database, clock);
    var reads = new PrescriptionReads(repository, seal, access, clock);
    var prescriptions = new Prescriptions(reads, repository, catalogue, seal, access, bus, clock);
    var prints = new PrescriptionPrints(reads, repository, seal);
    new PrescriptionExpiry(repository, bus, clock).start(platform.jobs());
    return Future.all(
        List.of(
            bus.serve(DosageApi.DESCRIBE_DOSAGE, Dosages::describe),
            bus.serve(MedicationsApi.LIST_MEDICATIONS, medications::list),
            bus.serve(MedicationsApi.GET_MEDICATION, medications::get),
            bus.serve(MedicationsApi.CREATE_MEDICATION, medications::create),
            bus.serve(MedicationsApi.UPDATE_MEDICATION, medications::update),
            bus.serve(MedicationsApi.DELETE_MEDICATION, medications::delete),
            bus.serve(PrescriptionsApi.LIST_PRESCRIPTIONS, reads::list),
            bus.serve(PrescriptionsApi.GET_PRESCRIPTION, reads::get),
            bus.serve(PrescriptionsApi.LIST_VERSIONS, reads::versions),
            bus.serve(PrescriptionsApi.CREATE_PRESCRIPTION, prescriptions::create),
            bus.serve(PrescriptionsApi.UPDATE_PRESCRIPTION, prescriptions::update),
            bus.serve(PrescriptionsApi.DELETE_PRESCRIPTION, prescriptions::delete),
            bus.serve(PrescriptionsApi.SIGN_PRESCRIPTION, prescriptions::sign),
            bus.serve(PrescriptionsApi.CHECK_ENCOUNTER, prescriptions::checkEncounter),
            bus.serve(PrescriptionsApi.CANCEL_PRESCRIPTION, prescriptions::cancel),
            bus.serve(PrescriptionsApi.RENEW_PRESCRIPTION, prescriptions::renew),
            bus.serve(PrescriptionsApi.GET_PRINTABLE, prints::get)));
  }
}
