package io.clinibus.documents.demo;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.CreateDocument;
import io.clinibus.documents.api.DocumentsApi.PutDocumentContent;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.EncounterPart;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.documents.demo.DemoPatientRepository.Visit;
import io.clinibus.platform.UuidV7;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.MedicationsApi.ListMedications;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes them as the patient's doctors would, once, some seconds after the start: rendering letters
 * takes longer than all other data of the demo clinic.
 */
public final class DemoDocuments {

  private static final Logger LOG = LoggerFactory.getLogger(DemoDocuments.class);
  private static final Duration AFTER_START = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String VALUES =
      """
      Laboratory, fasting sample

      Haemoglobin        14.1 g/dl      (13.5 - 17.5)
      Leucocytes          6.2 /nl       (4.0 - 10.0)
      CRP                 2.1 mg/l      (below 5)
      Glucose            94   mg/dl     (70 - 99)
      Creatinine          0.9 mg/dl     (0.7 - 1.2)
      LDL cholesterol   118   mg/dl     (below 116)  slightly high
      """;

  private final Vertx vertx;
  private final DemoPatientRepository repository;
  private final Bus bus;
  private final Clock clock;

  public DemoDocuments(Vertx vertx, DemoPatientRepository repository, Bus bus, Clock clock) {
    this.vertx = vertx;
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  public void start() {
    vertx.setTimer(AFTER_START.toMillis(), timer -> write());
  }

  private void write() {
    repository
        .visits()
        .compose(
            visits ->
                visits.size() < 2
                    ? Future.succeededFuture()
                    : laboratory(visits.get(0))
                        .compose(stored -> summary(visits.get(0)))
                        .compose(written -> sickNote(visits.get(1)))
                        .compose(written -> prescription(visits.get(0))))
        .onFailure(cause -> LOG.info("demo documents: not written: {}", cause.toString()));
  }

  private Future<?> laboratory(Visit visit) {
    byte[] content = VALUES.getBytes(StandardCharsets.UTF_8);
    Caller doctor = doctor(visit);
    return bus.request(
            DocumentsApi.CREATE_DOCUMENT,
            new CreateDocument(
                visit.patientId(),
                DocumentCategory.REPORT,
                "Laboratory.txt",
                "Blood count and metabolism",
                content.length,
                visit.appointmentId(),
                visit.encounterId(),
                true),
            doctor)
        .compose(
            begun ->
                bus.request(
                    DocumentsApi.PUT_DOCUMENT_CONTENT,
                    new PutDocumentContent(begun.id(), 0, content),
                    doctor));
  }

  private Future<?> summary(Visit visit) {
    return letter(
        visit,
        LetterKind.VISIT_SUMMARY,
        List.of(EncounterPart.REASON, EncounterPart.DIAGNOSES, EncounterPart.PLAN),
        null);
  }

  private Future<?> sickNote(Visit visit) {
    return letter(visit, LetterKind.SICK_NOTE, null, null);
  }

  private Future<?> letter(
      Visit visit, LetterKind kind, List<EncounterPart> parts, UUID prescriptionId) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    boolean isSickNote = kind == LetterKind.SICK_NOTE;
    return bus.request(
        LettersApi.CREATE_LETTER,
        new CreateLetter(
            visit.patientId(),
            kind,
            null,
            visit.appointmentId(),
            prescriptionId == null ? visit.encounterId() : null,
            parts,
            prescriptionId,
            null,
            null,
            isSickNote ? today : null,
            isSickNote ? today.plusDays(2) : null,
            true),
        doctor(visit));
  }

  private Future<?> prescription(Visit visit) {
    Caller doctor = doctor(visit);
    return bus.request(
            MedicationsApi.LIST_MEDICATIONS,
            new ListMedications("Ibuprofen 400", null, 1, null),
            doctor)
        .compose(
            found ->
                bus.request(
                    PrescriptionsApi.CREATE_PRESCRIPTION,
                    new CreatePrescription(visit.patientId(), details(found.items().get(0).id())),
                    doctor))
        .compose(
            draft ->
                bus.request(
                    PrescriptionsApi.SIGN_PRESCRIPTION,
                    new SignPrescription(draft.id(), draft.version()),
                    doctor))
        .compose(signed -> letter(visit, LetterKind.PRESCRIPTION, null, signed.id()));
  }

  private static PrescriptionDetails details(UUID medicationId) {
    Dosage dosage =
        new Dosage(BigDecimal.ONE, DoseUnit.TABLET, Schedule.timesADay(3), Route.ORAL, 5, null);
    return new PrescriptionDetails(
        null, medicationId, dosage, null, "Back pain", true, null, 0, null);
  }

  private Caller doctor(Visit visit) {
    return new Caller(
        visit.doctorId(),
        Set.of(Role.DOCTOR),
        null,
        visit.doctorId(),
        "demo:" + UuidV7.next(),
        null,
        clock.instant().plus(PATIENCE));
  }
}
