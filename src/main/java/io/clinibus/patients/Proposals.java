package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.ProposalRepository.Decision;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.access.PatientAccess.Grant;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.ChangeProposals;
import io.clinibus.patients.api.ProposalsApi.DecideProposal;
import io.clinibus.patients.api.ProposalsApi.ListProposals;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposeChange;
import io.clinibus.patients.rules.BirthDateRule;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Changes that patients propose. The front desk decides those of identity and insurance, treating
 * doctors those of the medical history.
 */
final class Proposals {

  private static final List<String> MEMBERS = List.of("identity", "insurance", "medicalHistory");

  private final ProposalRepository repository;
  private final PatientRepository patients;
  private final BirthDateRule birthDates;
  private final Clock clock;

  Proposals(ProposalRepository repository, PatientRepository patients, Clock clock) {
    this.repository = repository;
    this.patients = patients;
    this.birthDates = new BirthDateRule(clock);
    this.clock = clock;
  }

  /**
   * Stores a proposal of a patient for their own record. Whether another patient has the proposed
   * identifier is not checked before staff accept it, so that patients do not learn it.
   *
   * @return {@code INVALID_REQUEST} unless exactly one part is stated
   */
  Future<ChangeProposal> propose(ProposeChange request, Caller caller) {
    PatientAccess.grant(ProposalsApi.PROPOSE_CHANGE, caller, request.patientId(), clock.instant());
    Map<PatientPart, Record> stated = stated(request.details());
    if (stated.size() != 1) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/identity", "State either identity, insurance or medicalHistory.", MEMBERS));
    }
    if (request.details().identity() != null) {
      birthDates.check("/identity/birthDate", request.details().identity().birthDate());
    }
    PatientPart part = stated.keySet().iterator().next();
    return repository.put(request.patientId(), part, stated.get(part), caller);
  }

  /** The proposals for those parts that the caller may see. */
  Future<ChangeProposals> list(ListProposals request, Caller caller) {
    UUID id = request.patientId();
    Grant grant = PatientAccess.grant(ProposalsApi.LIST_PROPOSALS, caller, id, clock.instant());
    return patients
        .parts(id, grant, caller)
        .compose(parts -> repository.list(id, parts, caller))
        .map(ChangeProposals::new);
  }

  /**
   * Accepts or refuses a proposal; see {@link ProposalRepository#decide}. {@code NOT_FOUND} for a
   * part that others decide.
   */
  Future<ChangeProposal> decide(DecideProposal request, Caller caller) {
    UUID id = request.patientId();
    Grant grant = PatientAccess.grant(ProposalsApi.DECIDE_PROPOSAL, caller, id, clock.instant());
    var decision =
        new Decision(request.proposalId(), request.version(), request.accepted(), request.note());
    var author = new Author(caller.userId(), grant.role(), request.proposalId());
    return patients
        .parts(id, grant, caller)
        .compose(parts -> repository.decide(id, grant.widest(), parts, decision, author, caller));
  }

  private static Map<PatientPart, Record> stated(ProposalDetails details) {
    Map<PatientPart, Record> stated = new EnumMap<>(PatientPart.class);
    stated.put(PatientPart.IDENTITY, details.identity());
    stated.put(PatientPart.INSURANCE, details.insurance());
    stated.put(PatientPart.MEDICAL_HISTORY, details.medicalHistory());
    stated.values().removeIf(Objects::isNull);
    return stated;
  }
}
