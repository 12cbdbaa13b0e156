package io.clinibus.audit;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.MedicationsApi.CreateMedication;
import io.clinibus.prescriptions.api.MedicationsApi.DeleteMedication;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationDetails;
import io.clinibus.prescriptions.api.MedicationsApi.UpdateMedication;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.CancelPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptionVersions;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionEnd;
import io.clinibus.prescriptions.api.PrescriptionsApi.RenewPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.UpdatePrescription;
import io.clinibus.testing.BusFixture;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests of the prescriptions domain. */
final class PrescriptionRequests extends PreparedRequests {

  private final PrescriptionsFixture fixture;

  PrescriptionRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    fixture = PrescriptionsFixture.of(clinic);
    catalogue();
    drafts();
    signed();
  }

  private void catalogue() {
    onClinic(
        MedicationsApi.CREATE_MEDICATION,
        () -> new CreateMedication(details(fixture.medication(), "Renamed " + UUID.randomUUID())));
    onClinic(
        MedicationsApi.UPDATE_MEDICATION,
        () -> {
          Medication medication = fixture.medication();
          return new UpdateMedication(medication.id(), 1, details(medication, medication.name()));
        });
    onClinic(
        MedicationsApi.DELETE_MEDICATION, () -> new DeleteMedication(fixture.medication().id()));
  }

  private static MedicationDetails details(Medication like, String name) {
    return new MedicationDetails(
        name,
        like.substances(),
        like.strength(),
        like.form(),
        like.unit(),
        like.route(),
        null,
        true);
  }

  private void drafts() {
    onPatient(
        PrescriptionsApi.LIST_PRESCRIPTIONS,
        id -> new ListPrescriptions(id, null, null, null, null, null));
    onPatient(PrescriptionsApi.LIST_VERSIONS, ListPrescriptionVersions::new);
    onPatient(
        PrescriptionsApi.CREATE_PRESCRIPTION, id -> new CreatePrescription(id, fixture.details()));
    onDraft(
        PrescriptionsApi.UPDATE_PRESCRIPTION,
        draft -> new UpdatePrescription(draft.id(), 1, fixture.details()));
    onDraft(PrescriptionsApi.DELETE_PRESCRIPTION, draft -> new DeletePrescription(draft.id()));
    onDraft(PrescriptionsApi.SIGN_PRESCRIPTION, draft -> new SignPrescription(draft.id(), 1));
  }

  private void signed() {
    onSigned(PrescriptionsApi.GET_PRESCRIPTION, one -> new GetPrescription(one.id(), null));
    onSigned(
        PrescriptionsApi.GET_PRINTABLE, one -> new GetPrintablePrescription(one.id(), Language.en));
    onSigned(
        PrescriptionsApi.CANCEL_PRESCRIPTION,
        one ->
            new CancelPrescription(
                one.id(), one.version(), PrescriptionEnd.STOPPED, "No longer needed"));
    onSigned(PrescriptionsApi.RENEW_PRESCRIPTION, one -> new RenewPrescription(one.id(), null));
  }

  private void onPatient(Operation<?, ?> operation, Function<UUID, Record> request) {
    requests.put(
        operation,
        () -> {
          UUID doctor = fixture.doctor();
          UUID patient = fixture.patientOf(doctor);
          return new Asked(request.apply(patient), clinic.asDoctor(doctor), patient);
        });
  }

  private void onDraft(Operation<?, ?> operation, Function<Prescription, Record> request) {
    on(operation, request, draft -> draft);
  }

  private void onSigned(Operation<?, ?> operation, Function<Prescription, Record> request) {
    on(operation, request, fixture::sign);
  }

  private void on(
      Operation<?, ?> operation,
      Function<Prescription, Record> request,
      Function<Prescription, Prescription> prepared) {
    requests.put(
        operation,
        () -> {
          UUID doctor = fixture.doctor();
          UUID patient = fixture.patientOf(doctor);
          Prescription one = prepared.apply(fixture.draft(doctor, patient));
          return new Asked(request.apply(one), clinic.asDoctor(doctor), patient);
        });
  }
}
