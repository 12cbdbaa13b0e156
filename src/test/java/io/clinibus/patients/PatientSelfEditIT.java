package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChange;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.UpdateContact;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.DecideProposal;
import io.clinibus.patients.api.ProposalsApi.ListProposals;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposalStatus;
import io.clinibus.patients.api.ProposalsApi.ProposeChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What patients change themselves, what they propose, and the log of changes. */
class PatientSelfEditIT extends PatientsFixture {

  private static final MedicalHistory ASTHMA =
      new MedicalHistory(List.of("Asthma"), List.of(), null, List.of());

  @Test
  void aPatientChangesOnlyTheirOwnContactData() {
    Patient me = create(numbered("Mia", "Myself", "SELF-1"));
    Patient other = create(numbered("Otto", "Other", "SELF-2"));
    Caller caller = patient(me.id());
    var contact =
        new Contact(
            "+49 30 1234",
            "mia@example.org",
            "Street 1",
            new EmergencyContact("O", null, "+49 30 9"));

    Patient changed =
        domain.ask(
            PatientsApi.UPDATE_CONTACT, new UpdateContact(me.id(), me.version(), contact), caller);

    assertThat(changed.phone()).isEqualTo("+49 30 1234");
    assertThat(changed.emergencyContact()).isEqualTo(contact.emergencyContact());
    assertThat(changed.identifier()).isEqualTo("SELF-1");
    assertForbidden(PatientsApi.UPDATE_CONTACT, new UpdateContact(other.id(), 1, contact), caller);
    assertThat(
            domain
                .refusal(PatientsApi.UPDATE_CONTACT, new UpdateContact(me.id(), 1, contact), caller)
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    for (String identifier : List.of("SELF-2", "SELF-3")) {
      assertForbidden(
          PatientsApi.UPDATE_PATIENT,
          new UpdatePatient(me.id(), changed.version(), numbered("Mia", "Myself", identifier)),
          caller);
    }
  }

  @Test
  void aConfirmedAddressIsLoggedAsAChangeOfThePatient() {
    Patient me = create(numbered("Eva", "Mailer", "MAIL-1"));
    UUID account = UUID.randomUUID();
    domain.ask(
        PatientsApi.SET_CONFIRMED_EMAIL,
        new PatientsApi.SetConfirmedEmail(me.id(), "eva@example.org", account),
        Caller.system("test", Instant.now().plusSeconds(60)));

    assertThat(get(me.id(), DESK).email()).isEqualTo("eva@example.org");
    assertThat(changes(me, DESK))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.part()).isEqualTo(PatientPart.CONTACT);
              assertThat(change.actorId()).isEqualTo(account);
              assertThat(change.actorRole()).isEqualTo(Role.PATIENT);
              assertThat(change.version()).isEqualTo(me.version() + 1);
              assertThat(change.before().contact().email()).isNotEqualTo("eva@example.org");
              assertThat(change.after().contact().email()).isEqualTo("eva@example.org");
            });
    assertThat(domain.sql("SELECT email FROM patients.contact WHERE id = $1", me.id()))
        .extracting(row -> row.getString("email"))
        .containsExactly("eva@example.org");
  }

  @Test
  void aProposalNeverDisclosesAnotherPatientsIdentifier() {
    create(numbered("Olga", "Owner", "TAKEN-1"));
    Patient me = create("Ida", "Inquirer");
    ChangeProposal taken = propose(me, identity("Ida", "Inquirer", "TAKEN-1"));
    ChangeProposal free = propose(me, identity("Ida", "Inquirer", "FREE-1"));

    assertThat(free.id()).isEqualTo(taken.id());
    assertThat(free.version()).isEqualTo(taken.version() + 1);
    ChangeProposal again = propose(me, identity("Ida", "Inquirer", "TAKEN-1"));
    assertThat(again.status()).isEqualTo(free.status());
    Failure refused = refusal(again, true, DESK);
    assertThat(refused.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/identifier");
    assertThat(proposals(me, patient(me.id())))
        .extracting(ChangeProposal::status)
        .containsExactly(ProposalStatus.PENDING);
    assertThat(get(me.id(), DESK).identifier()).isNull();
  }

  @Test
  void anAcceptedProposalChangesThePatientAndARefusedOneDoesNot() {
    Patient me = create(numbered("Paula", "Proposer", "PROP-1"));
    ChangeProposal identity = propose(me, identity("Paula", "Married", "PROP-2"));
    ChangeProposal insurance =
        propose(me, new ProposalDetails(null, new Insurance("AOK", "1", null), null));
    assertThat(get(me.id(), DESK).familyName()).isEqualTo("Proposer");
    assertThat(proposals(me, DESK)).containsExactly(insurance, identity);

    ChangeProposal accepted = decide(identity, true, DESK);
    ChangeProposal refused = decide(insurance, false, ADMIN);

    assertThat(accepted.status()).isEqualTo(ProposalStatus.ACCEPTED);
    assertThat(refused.status()).isEqualTo(ProposalStatus.REFUSED);
    assertThat(refused.note()).isEqualTo("seen");
    Patient now = get(me.id(), DESK);
    assertThat(now.familyName()).isEqualTo("Married");
    assertThat(now.identifier()).isEqualTo("PROP-2");
    assertThat(now.insurance()).isNull();
    assertThat(refusal(accepted, false, DESK).code()).isEqualTo(PatientsFailures.PROPOSAL_DECIDED);
    assertThat(changes(me, DESK))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.part()).isEqualTo(PatientPart.IDENTITY);
              assertThat(change.proposalId()).isEqualTo(identity.id());
              assertThat(change.actorRole()).isEqualTo(Role.RECEPTIONIST);
              assertThat(change.before().identity().familyName()).isEqualTo("Proposer");
              assertThat(change.after().identity().familyName()).isEqualTo("Married");
            });
  }

  @Test
  void theMedicalHistoryIsDecidedByTreatingDoctorsOnly() {
    UUID doctorId = newDoctor();
    Patient me = create("Dora", "Decided");
    appointment(doctorId, me.id(), -1, "COMPLETED");
    ChangeProposal proposal = propose(me, new ProposalDetails(null, null, ASTHMA));

    assertThat(proposals(me, DESK)).isEmpty();
    assertThat(refusal(proposal, true, DESK).code()).isEqualTo(CommonFailures.NOT_FOUND);
    Caller other = doctor(newDoctor());
    assertThat(refusal(proposal, true, other).code()).isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(refusal(proposal, true, patient(me.id())).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    ChangeProposal insurance =
        propose(me, new ProposalDetails(null, new Insurance("AOK", "1", null), null));
    assertThat(refusal(insurance, true, doctor(doctorId)).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(proposals(me, doctor(doctorId))).containsExactly(proposal);

    decide(proposal, true, doctor(doctorId));

    assertThat(get(me.id(), patient(me.id())).medicalHistory()).isEqualTo(ASTHMA);
  }

  @Test
  void onlyTheVersionOfAProposalThatWasReadIsDecided() {
    Patient me = create("Vroni", "Versioned");
    ChangeProposal read = propose(me, identity("Vroni", "First", null));
    propose(me, identity("Vroni", "Second", null));

    assertThat(refusal(read, true, DESK).code()).isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(get(me.id(), DESK).familyName()).isEqualTo("Versioned");
  }

  @Test
  void aProposalStatesExactlyOnePart() {
    Patient me = create("Ella", "Exact");
    Identity identity = new Identity("Ella", "Exact", LocalDate.of(1800, 1, 1), null, null);
    for (var details :
        List.of(
            new ProposalDetails(null, null, null), new ProposalDetails(identity, null, ASTHMA))) {
      assertThat(proposeRefusal(me, details)).containsExactly("/identity");
    }
    assertThat(proposeRefusal(me, new ProposalDetails(identity, null, null)))
        .containsExactly("/identity/birthDate");
    assertForbidden(
        ProposalsApi.PROPOSE_CHANGE,
        new ProposeChange(me.id(), new ProposalDetails(null, null, ASTHMA)),
        patient(create("Not", "Me").id()));
  }

  @Test
  void eachChangeIsLoggedWithBeforeAndAfterForThoseWhoMaySeeThePart() {
    UUID doctorId = newDoctor();
    Caller treating = doctor(doctorId);
    Patient me = create("Lena", "Logged");
    appointment(doctorId, me.id(), -1, "COMPLETED");
    update(me.id(), me.version(), details("Lena", "Changed", null, "+49 30 5", "LOG-1"), DESK);
    domain.ask(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        new UpdateMedicalHistory(me.id(), me.version() + 1, ASTHMA),
        treating);

    List<PatientChange> all = changes(me, treating);
    assertThat(all)
        .extracting(PatientChange::part)
        .containsExactlyInAnyOrder(
            PatientPart.MEDICAL_HISTORY, PatientPart.IDENTITY, PatientPart.CONTACT);
    PatientChange latest = all.get(0);
    assertThat(latest.before().medicalHistory()).isEqualTo(NOTHING);
    assertThat(latest.after().medicalHistory()).isEqualTo(ASTHMA);
    assertThat(latest.actorId()).isEqualTo(treating.userId());
    assertThat(latest.actorRole()).isEqualTo(Role.DOCTOR);
    assertThat(latest.version()).isEqualTo(me.version() + 2);
    assertThat(changes(me, patient(me.id()))).isEqualTo(all);
    assertThat(changes(me, DESK)).isEqualTo(all.subList(1, 3));
    assertThat(
            domain
                .refusal(
                    PatientChangesApi.LIST_PATIENT_CHANGES,
                    new ListPatientChanges(me.id(), null, null),
                    doctor(newDoctor()))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    var first =
        domain.ask(
            PatientChangesApi.LIST_PATIENT_CHANGES,
            new ListPatientChanges(me.id(), 1, null),
            treating);
    var second =
        domain.ask(
            PatientChangesApi.LIST_PATIENT_CHANGES,
            new ListPatientChanges(me.id(), 2, first.next()),
            treating);
    assertThat(second.items()).isEqualTo(all.subList(1, 3));
    assertThat(second.next()).isNull();
  }

  @Test
  void aChangeNamesItsAuthorAsLongAsTheAccountExists() {
    Patient me = create("Nele", "Named");
    domain.sql(
        "INSERT INTO identity.account (id, email, name, roles) VALUES ($1, $2, $3, $4)",
        DESK.userId(),
        "desk@example.org",
        "Dana Desk",
        new String[] {"RECEPTIONIST"});
    update(me.id(), me.version(), named("Nele", "Renamed"), DESK);
    assertThat(changes(me, patient(me.id())))
        .extracting(PatientChange::actorName)
        .containsExactly("Dana Desk");

    domain.sql("DELETE FROM identity.account WHERE id = $1", DESK.userId());
    assertThat(changes(me, patient(me.id())))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.actorName()).isNull();
              assertThat(change.actorRole()).isEqualTo(Role.RECEPTIONIST);
            });
  }

  @Test
  void theLogCannotBeRewritten() {
    Patient me = create("Alma", "Append");
    update(me.id(), me.version(), named("Alma", "Appended"), DESK);
    for (String rewriting :
        List.of("UPDATE patients.change SET actor_id = NULL", "DELETE FROM patients.change")) {
      assertThatThrownBy(() -> domain.sql(rewriting)).hasMessageContaining("append-only");
    }
    assertThat(changes(me, DESK)).hasSize(1);
  }

  private static ProposalDetails identity(String given, String family, String identifier) {
    return new ProposalDetails(new Identity(given, family, null, null, identifier), null, null);
  }

  private static ChangeProposal propose(Patient me, ProposalDetails details) {
    return domain.ask(
        ProposalsApi.PROPOSE_CHANGE, new ProposeChange(me.id(), details), patient(me.id()));
  }

  private static List<String> proposeRefusal(Patient me, ProposalDetails details) {
    return domain
        .refusal(ProposalsApi.PROPOSE_CHANGE, new ProposeChange(me.id(), details), patient(me.id()))
        .errors()
        .stream()
        .map(FieldError::pointer)
        .toList();
  }

  private static List<ChangeProposal> proposals(Patient me, Caller caller) {
    return domain.ask(ProposalsApi.LIST_PROPOSALS, new ListProposals(me.id()), caller).items();
  }

  private static ChangeProposal decide(ChangeProposal proposal, boolean accepted, Caller caller) {
    return domain.ask(ProposalsApi.DECIDE_PROPOSAL, decision(proposal, accepted), caller);
  }

  private static Failure refusal(ChangeProposal proposal, boolean accepted, Caller caller) {
    return domain.refusal(ProposalsApi.DECIDE_PROPOSAL, decision(proposal, accepted), caller);
  }

  private static DecideProposal decision(ChangeProposal proposal, boolean accepted) {
    return new DecideProposal(
        proposal.patientId(), proposal.id(), proposal.version(), accepted, "seen");
  }

  private static List<PatientChange> changes(Patient me, Caller caller) {
    return domain
        .ask(
            PatientChangesApi.LIST_PATIENT_CHANGES,
            new ListPatientChanges(me.id(), null, null),
            caller)
        .items();
  }
}
