package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi;
import io.clinibus.bus.Operation;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RepresentationsApi;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.testing.BusFixture;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests of the patients domain, and for the trail about a patient. */
final class PatientRequests extends PreparedRequests {

  PatientRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    patients();
    records();
    invitations();
    duplicates();
    merges();
    families();
    trail();
  }

  private void patients() {
    on(
        PatientsApi.LIST_PATIENTS,
        id -> new PatientsApi.ListPatients(null, null, 200, null, null),
        clinic.frontDesk());
    on(
        PatientsApi.SEARCH_PATIENTS,
        id -> new PatientsApi.SearchPatients("Ada", null, 200, null),
        clinic.frontDesk());
    on(PatientsApi.GET_PATIENT, PatientsApi.GetPatient::new, clinic.frontDesk());
    on(
        PatientsApi.UPDATE_PATIENT,
        id -> new PatientsApi.UpdatePatient(id, 1, person()),
        clinic.frontDesk());
    on(PatientsApi.DELETE_PATIENT, PatientsApi.DeletePatient::new, clinic.admin());
    requests.put(
        PatientsApi.CREATE_PATIENT,
        () -> new Asked(new PatientsApi.CreatePatient(person()), clinic.frontDesk(), null));
  }

  private void records() {
    onOwn(
        PatientsApi.UPDATE_CONTACT,
        id -> new PatientsApi.UpdateContact(id, 1, new PatientsApi.Contact("1", null, null, null)));
    onTreated(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        visit ->
            new PatientsApi.UpdateMedicalHistory(
                visit.patientId(),
                1,
                new PatientsApi.MedicalHistory(List.of("Asthma"), List.of(), null, List.of())));
    onTreated(AgendaApi.GET_ROTA, visit -> new AgendaApi.GetRota(visit.doctorId(), DAY));
    onOwn(ProposalsApi.PROPOSE_CHANGE, PatientRequests::proposal);
    on(ProposalsApi.LIST_PROPOSALS, ProposalsApi.ListProposals::new, clinic.frontDesk());
    on(
        ProposalsApi.DECIDE_PROPOSAL,
        id -> {
          var proposed =
              clinic.ask(ProposalsApi.PROPOSE_CHANGE, proposal(id), clinic.asPatient(id));
          return new ProposalsApi.DecideProposal(id, proposed.id(), proposed.version(), true, null);
        },
        clinic.frontDesk());
    on(
        PatientChangesApi.LIST_PATIENT_CHANGES,
        id -> new PatientChangesApi.ListPatientChanges(id, null, null),
        clinic.frontDesk());
    on(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        id ->
            new EmergencyAccessApi.OpenEmergencyAccess(
                id, null, null, null, null, EmergencyReason.UNABLE_TO_CONSENT, "Unconscious"),
        clinic.asDoctor(clinic.doctor()));
    UUID opener = clinic.doctor();
    on(
        EmergencyAccessApi.LIST_OPEN_RECORDS,
        id -> {
          openRecord(id, opener);
          return new EmergencyAccessApi.ListOpenRecords();
        },
        clinic.asDoctor(opener));
    on(
        EmergencyAccessApi.END_EMERGENCY_ACCESS,
        id -> new EmergencyAccessApi.EndEmergencyAccess(openRecord(id, opener)),
        clinic.asDoctor(opener));
    on(
        EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
        id -> {
          openRecord(id, opener);
          return new EmergencyAccessApi.ListEmergencyAccess(false, null, 1, null);
        },
        clinic.admin());
    on(
        EmergencyAccessApi.GET_EMERGENCY_ACCESS,
        id -> new EmergencyAccessApi.GetEmergencyAccess(openRecord(id, opener)),
        clinic.admin());
    on(
        EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS,
        id ->
            new EmergencyAccessApi.ReviewEmergencyAccess(
                openRecord(id, opener), EmergencyAccessApi.ReviewResult.JUSTIFIED, "seen"),
        clinic.admin());
  }

  private UUID openRecord(UUID patient, UUID doctor) {
    return clinic
        .ask(
            EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
            new EmergencyAccessApi.OpenEmergencyAccess(
                patient, null, null, null, null, EmergencyReason.OTHER, "Unconscious"),
            clinic.asDoctor(doctor))
        .id();
  }

  private void invitations() {
    on(
        AccountInvitationsApi.GET_PATIENT_ACCOUNT,
        AccountInvitationsApi.GetPatientAccount::new,
        clinic.frontDesk());
    on(
        AccountInvitationsApi.INVITE_PATIENT,
        id -> new AccountInvitationsApi.InvitePatient(withAddress(id)),
        clinic.frontDesk());
    on(
        AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION,
        id -> new AccountInvitationsApi.RequestEmailConfirmation(withAddress(id)),
        clinic.frontDesk());
    on(
        AccountInvitationsApi.WITHDRAW_INVITATION,
        id -> {
          invite(id);
          return new AccountInvitationsApi.WithdrawInvitation(id);
        },
        clinic.frontDesk());
  }

  private void duplicates() {
    requests.put(
        DuplicatesApi.FIND_DUPLICATES,
        () -> {
          UUID patient = withAddress(clinic.patient());
          var details =
              new PatientDetails(
                  "Ada", "B", null, null, null, patient + "@example.org", null, null, null, null);
          return new Asked(new DuplicatesApi.FindDuplicates(details), clinic.frontDesk(), patient);
        });
    on(
        DuplicatesApi.LIST_DUPLICATES,
        id -> {
          duplicate(id);
          return new DuplicatesApi.ListDuplicates(200, null);
        },
        clinic.frontDesk());
    on(
        DuplicatesApi.DISMISS_DUPLICATE,
        id -> new DuplicatesApi.DismissDuplicate(duplicate(id)),
        clinic.frontDesk());
  }

  /** A pair of the patient and another one. */
  private UUID duplicate(UUID patient) {
    clinic.sql("SELECT patients.propose_merge($1, $2)", patient, clinic.patient());
    return clinic
        .sql("SELECT id FROM patients.duplicate WHERE $1 IN (first_id, second_id)", patient)
        .iterator()
        .next()
        .getUUID("id");
  }

  private void merges() {
    on(
        PatientMergesApi.PREVIEW_MERGE,
        id -> new PatientMergesApi.PreviewMerge(id, clinic.patient()),
        clinic.frontDesk());
    on(
        PatientMergesApi.MERGE_PATIENTS,
        id -> new PatientMergesApi.MergePatients(id, clinic.patient(), null),
        clinic.frontDesk());
    on(PatientMergesApi.LIST_MERGES, PatientMergesApi.ListMerges::new, clinic.frontDesk());
    on(
        PatientMergesApi.UNDO_MERGE,
        id -> {
          var merge = new PatientMergesApi.MergePatients(id, clinic.patient(), null);
          var merged = clinic.ask(PatientMergesApi.MERGE_PATIENTS, merge, clinic.frontDesk());
          return new PatientMergesApi.UndoMerge(id, merged.id());
        },
        clinic.frontDesk());
  }

  private void families() {
    on(FamilyApi.GET_FAMILY, FamilyApi.GetFamily::new, clinic.frontDesk());
    onOwn(FamilyApi.ADD_RELATIVE, PatientRequests::partner);
    on(
        FamilyApi.CONFIRM_REPRESENTATION,
        id -> new FamilyApi.ConfirmRepresentation(id, represented(id)),
        clinic.frontDesk());
    on(
        FamilyApi.END_REPRESENTATION,
        id -> new FamilyApi.EndRepresentation(id, represented(id), null),
        clinic.frontDesk());
    on(
        RepresentationsApi.ADD_REPRESENTATION,
        id ->
            new RepresentationsApi.AddRepresentation(
                id,
                clinic.patient(),
                FamilyApi.Relation.PARTNER,
                RepresentationDocument.IDENTITY_CARD,
                null,
                null),
        clinic.frontDesk());
    on(
        RepresentationsApi.UPDATE_REPRESENTATION,
        id ->
            new RepresentationsApi.UpdateRepresentation(
                id, represented(id), 1, RepresentationDocument.IDENTITY_CARD, null, null),
        clinic.frontDesk());
    on(
        RepresentationsApi.LIST_REPRESENTATION_CHANGES,
        id -> new RepresentationsApi.ListRepresentationChanges(id, represented(id), null, null),
        clinic.frontDesk());
    onClinic(
        FamilyApi.SET_FAMILY_RULES,
        () -> {
          var now =
              clinic.ask(
                  FamilyApi.GET_FAMILY_RULES, new FamilyApi.GetFamilyRules(), clinic.admin());
          return new FamilyApi.SetFamilyRules(
              now.version(), new FamilyApi.FamilyRuleDetails(6, 16, 18, true, 20));
        });
    onClinic(
        RecordRulesApi.SET_RECORD_RULES,
        () -> {
          var now =
              clinic.ask(
                  RecordRulesApi.GET_RECORD_RULES,
                  new RecordRulesApi.GetRecordRules(),
                  clinic.admin());
          return new RecordRulesApi.SetRecordRules(
              now.version(), new RecordRulesApi.RecordRuleDetails(false, 0, null));
        });
  }

  private UUID represented(UUID patient) {
    return clinic.ask(FamilyApi.ADD_RELATIVE, partner(patient), clinic.asPatient(patient)).id();
  }

  private static FamilyApi.AddRelative partner(UUID patient) {
    return new FamilyApi.AddRelative(
        patient,
        FamilyApi.Relation.PARTNER,
        "Ben",
        "Lee",
        LocalDate.parse("1990-01-01"),
        null,
        null);
  }

  private static ProposalsApi.ProposeChange proposal(UUID patient) {
    var insurance = new PatientsApi.Insurance("AOK", "7", null);
    return new ProposalsApi.ProposeChange(
        patient, new ProposalsApi.ProposalDetails(null, insurance, null));
  }

  private void trail() {
    on(
        AuditApi.LIST_AUDIT_ENTRIES,
        id -> new AuditApi.ListAuditEntries(null, id, null, null, null, null, null),
        clinic.admin());
    on(
        AuditApi.LIST_PATIENT_ACCESSES,
        id -> new AuditApi.ListPatientAccesses(id, null, null),
        clinic.admin());
  }
}
