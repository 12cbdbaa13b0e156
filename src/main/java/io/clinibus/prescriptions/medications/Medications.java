package io.clinibus.prescriptions.medications;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.prescriptions.api.MedicationsApi.CreateMedication;
import io.clinibus.prescriptions.api.MedicationsApi.DeleteMedication;
import io.clinibus.prescriptions.api.MedicationsApi.GetMedication;
import io.clinibus.prescriptions.api.MedicationsApi.ListMedications;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationDetails;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationPage;
import io.clinibus.prescriptions.api.MedicationsApi.UpdateMedication;
import io.vertx.core.Future;
import java.util.UUID;

/** The catalogue: read by doctors, changed by pharmacists and administrators. */
public final class Medications {

  private final MedicationRepository repository;
  private final MedicationSearch search;

  public Medications(MedicationRepository repository, MedicationSearch search) {
    this.repository = repository;
    this.search = search;
  }

  /** {@code FORBIDDEN} to see inactive ones unless the caller manages the catalogue. */
  public Future<MedicationPage> list(ListMedications wanted, Caller caller) {
    if (Boolean.TRUE.equals(wanted.inactive())) {
      requireManager(caller);
    }
    return search.list(wanted);
  }

  public Future<Medication> get(GetMedication wanted, Caller caller) {
    return present(wanted.medicationId());
  }

  /** {@code ALREADY_EXISTS} if there is one of the same name, strength and form. */
  public Future<Medication> create(CreateMedication wanted, Caller caller) {
    requireManager(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return repository.insert(id, stripped(wanted.details()), caller);
  }

  /** {@code STALE_VERSION}, {@code NOT_FOUND}, or as {@link #create}. */
  public Future<Medication> update(UpdateMedication wanted, Caller caller) {
    requireManager(caller);
    return present(wanted.medicationId())
        .compose(
            stored ->
                repository.update(
                    stored.id(), wanted.version(), stripped(wanted.details()), caller));
  }

  /** Prescriptions keep what they say. */
  public Future<NoContent> delete(DeleteMedication wanted, Caller caller) {
    requireManager(caller);
    return repository.delete(wanted.medicationId(), caller).map(NoContent.DONE);
  }

  private Future<Medication> present(UUID id) {
    return repository
        .find(id)
        .map(found -> found.orElseThrow(() -> Failure.notFound("medication")));
  }

  private static void requireManager(Caller caller) {
    if (!caller.hasAny(Role.ADMIN, Role.PHARMACIST)) {
      throw Failure.forbidden("Only pharmacists and administrators manage the catalogue.");
    }
  }

  private static MedicationDetails stripped(MedicationDetails details) {
    return new MedicationDetails(
        details.name().strip(),
        details.substances().stream().map(String::strip).toList(),
        details.strength().strip(),
        details.form(),
        details.unit(),
        details.route(),
        details.atc().strip(),
        details.active());
  }
}
