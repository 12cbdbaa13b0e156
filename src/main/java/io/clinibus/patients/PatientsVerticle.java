package io.clinibus.patients;

import io.clinibus.bus.Bus;
import io.clinibus.patients.access.RecordRulesRepository;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RepresentationsApi;
import io.clinibus.patients.duplicates.DuplicateRepository;
import io.clinibus.patients.duplicates.DuplicateSearch;
import io.clinibus.patients.duplicates.Duplicates;
import io.clinibus.patients.email.ConfirmedEmailRepository;
import io.clinibus.patients.email.EmailConfirmations;
import io.clinibus.patients.emergency.EmergencyAccessRepository;
import io.clinibus.patients.emergency.EmergencyAccesses;
import io.clinibus.patients.emergency.EmergencyReminderJob;
import io.clinibus.patients.emergency.EmergencyReviewRepository;
import io.clinibus.patients.emergency.EmergencyReviews;
import io.clinibus.patients.family.Families;
import io.clinibus.patients.family.FamilyRulesRepository;
import io.clinibus.patients.family.NewRepresentationWriter;
import io.clinibus.patients.family.RepresentationChangeRepository;
import io.clinibus.patients.family.RepresentationExpiry;
import io.clinibus.patients.family.RepresentationExpiryRepository;
import io.clinibus.patients.family.RepresentationRepository;
import io.clinibus.patients.family.RepresentationWriter;
import io.clinibus.patients.family.Representations;
import io.clinibus.patients.invitation.AccountInvitationRepository;
import io.clinibus.patients.invitation.AccountInvitations;
import io.clinibus.patients.merge.PatientMergeRepository;
import io.clinibus.patients.merge.PatientMerges;
import io.clinibus.patients.stored.ClearPatientRows;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealingJob;
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
    PatientKeys keys = platform.patientKeys();
    var repository = new PatientRepository(database, keys);
    var emails = new ConfirmedEmailRepository(database);
    var representatives = new RepresentationRepository(database);
    var patients =
        new Patients(
            repository, new PatientSearch(database), emails, representatives, keys, bus, clock);
    var changes =
        new PatientChanges(new PatientChangeRepository(database, keys), repository, clock);
    var proposals = new Proposals(new ProposalRepository(database, keys), repository, clock);
    var emergencies =
        new EmergencyAccesses(new EmergencyAccessRepository(database, keys), bus, clock);
    var storedReviews = new EmergencyReviewRepository(database, keys);
    var reviews = new EmergencyReviews(storedReviews, bus, clock);
    new EmergencyReminderJob(storedReviews, clock).start(platform.jobs());
    var invitations = new AccountInvitations(new AccountInvitationRepository(database), clock);
    var confirmations = new EmailConfirmations(emails, platform.rateLimiter(), clock);
    var duplicates = new Duplicates(new DuplicateRepository(database), clock);
    new DuplicateSearch(database).start(platform.jobs());
    var merges =
        new PatientMerges(
            new PatientMergeRepository(database, new StoredUnionWriter(keys)), bus, clock);
    var additions = new NewRepresentationWriter(database);
    var families =
        new Families(representatives, additions, new FamilyRulesRepository(database), bus, clock);
    var representations =
        new Representations(
            additions,
            new RepresentationWriter(database),
            new RepresentationChangeRepository(database),
            bus,
            clock);
    var recordRules = new RecordRulesRepository(database);
    new SealingJob(
            database,
            keys,
            "patients",
            DataForm.SEALED_HISTORIES,
            ClearPatientRows.ALL,
            platform.metrics())
        .start(platform.jobs());
    new RepresentationExpiry(new RepresentationExpiryRepository(database), bus, clock)
        .start(platform.jobs());
    return Future.all(
        List.of(
            bus.serve(FamilyApi.GET_FAMILY, families::get),
            bus.serve(FamilyApi.ADD_RELATIVE, families::add),
            bus.serve(FamilyApi.CONFIRM_REPRESENTATION, representations::confirm),
            bus.serve(FamilyApi.END_REPRESENTATION, representations::end),
            bus.serve(RepresentationsApi.ADD_REPRESENTATION, representations::add),
            bus.serve(RepresentationsApi.UPDATE_REPRESENTATION, representations::update),
            bus.serve(RepresentationsApi.LIST_REPRESENTATION_CHANGES, representations::changes),
            bus.serve(FamilyApi.GET_FAMILY_RULES, families::rules),
            bus.serve(FamilyApi.SET_FAMILY_RULES, families::setRules),
            bus.serve(RecordRulesApi.GET_RECORD_RULES, recordRules::get),
            bus.serve(RecordRulesApi.SET_RECORD_RULES, recordRules::set),
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
            bus.serve(EmergencyAccessApi.LIST_OPEN_RECORDS, emergencies::list),
            bus.serve(EmergencyAccessApi.END_EMERGENCY_ACCESS, emergencies::end),
            bus.serve(EmergencyAccessApi.LIST_EMERGENCY_ACCESS, reviews::list),
            bus.serve(EmergencyAccessApi.GET_EMERGENCY_ACCESS, reviews::get),
            bus.serve(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, reviews::review),
            bus.serve(AccountInvitationsApi.GET_PATIENT_ACCOUNT, invitations::get),
            bus.serve(AccountInvitationsApi.INVITE_PATIENT, invitations::invite),
            bus.serve(AccountInvitationsApi.WITHDRAW_INVITATION, invitations::withdraw),
            bus.serve(AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION, confirmations::request),
            bus.serve(DuplicatesApi.FIND_DUPLICATES, duplicates::find),
            bus.serve(DuplicatesApi.LIST_DUPLICATES, duplicates::list),
            bus.serve(DuplicatesApi.DISMISS_DUPLICATE, duplicates::dismiss),
            bus.serve(PatientMergesApi.PREVIEW_MERGE, merges::preview),
            bus.serve(PatientMergesApi.MERGE_PATIENTS, merges::merge),
            bus.serve(PatientMergesApi.LIST_MERGES, merges::list),
            bus.serve(PatientMergesApi.UNDO_MERGE, merges::undo),
            bus.serve(PatientsApi.CHECK_PATIENT, patients::check),
            bus.serve(PatientsApi.SET_CONFIRMED_EMAIL, patients::setConfirmedEmail),
            bus.serve(PatientsApi.CONFIRM_EMAIL, patients::confirmEmail)));
  }
}
