package io.clinibus.patients.access;

import static io.clinibus.bus.Role.ADMIN;
import static io.clinibus.bus.Role.DOCTOR;
import static io.clinibus.bus.Role.PATIENT;
import static io.clinibus.bus.Role.PRIVACY_OFFICER;
import static io.clinibus.bus.Role.RECEPTIONIST;
import static io.clinibus.patients.api.PatientPart.CONTACT;
import static io.clinibus.patients.api.PatientPart.IDENTITY;
import static io.clinibus.patients.api.PatientPart.INSURANCE;
import static io.clinibus.patients.api.PatientPart.MEDICAL_HISTORY;
import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.REPRESENTED;
import static io.clinibus.platform.access.PatientRelation.TREATED;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientScope.Representative;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RepresentationsApi;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.db.Sql;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Access to patients' data: which roles may use which operation on which part of the data of which
 * patients. {@code docs/access.md} is generated from {@link #RULES}.
 */
public final class PatientAccess {

  /**
   * What the roles may do with an operation.
   *
   * @param parts the parts of the data that the rule is about
   * @param allowed the relations in which each role may use the operation
   */
  public record Rule(
      Operation<?, ?> operation, Set<PatientPart> parts, Map<Role, Set<PatientRelation>> allowed) {}

  /**
   * What one caller may do with an operation.
   *
   * @param scopes the patients by part; absent parts are not allowed
   * @param role the role that allows it
   */
  public record Grant(Map<PatientPart, PatientScope> scopes, Role role) {

    /** The patients of whom the caller may use any part. */
    public PatientScope widest() {
      return scopes.values().stream().reduce(PatientScope::or).orElseThrow();
    }

    /** Adds a condition that is true for patients of whom the caller may use a part. */
    public void addCondition(Sql sql, PatientPart part) {
      if (scopes.containsKey(part)) {
        scopes.get(part).addCondition(sql);
      } else {
        sql.add("false");
      }
    }

    /**
     * A patient who is not within the scope of a representative is refused as for those who
     * represent nobody.
     */
    public Throwable refusal(Throwable cause, UUID patientId, Caller caller) {
      return role == PATIENT
              && !caller.isPatient(patientId)
              && cause instanceof Failure failure
              && failure.is(CommonFailures.NOT_FOUND)
          ? forbidden()
          : cause;
    }

    /** The parts that the caller may use of a patient within a doctor's scope, or of any. */
    public Set<PatientPart> parts(boolean isOfDoctor) {
      Set<PatientPart> parts = EnumSet.noneOf(PatientPart.class);
      scopes.forEach(
          (part, scope) -> {
            if (isOfDoctor || scope.isAll()) {
              parts.add(part);
            }
          });
      return parts;
    }
  }

  private static final Set<PatientRelation> ANY = EnumSet.allOf(PatientRelation.class);
  private static final Set<PatientPart> ALL_PARTS = EnumSet.allOf(PatientPart.class);
  private static final Set<PatientPart> HISTORY = EnumSet.of(MEDICAL_HISTORY);
  private static final Set<PatientPart> ADMINISTRATIVE = EnumSet.of(IDENTITY, CONTACT, INSURANCE);
  private static final Set<PatientPart> PROPOSED = EnumSet.of(IDENTITY, INSURANCE);
  private static final Set<PatientRelation> READERS = EnumSet.of(TREATED, OPENED, COLLEAGUE);
  private static final Map<Role, Set<PatientRelation>> DESK = Map.of(RECEPTIONIST, ANY, ADMIN, ANY);
  private static final Map<Role, Set<PatientRelation>> REVIEWERS =
      Map.of(ADMIN, ANY, PRIVACY_OFFICER, ANY);
  private static final Map<Role, Set<PatientRelation>> DESK_AND_SELF =
      with(DESK, PATIENT, EnumSet.of(OWN));

  public static final List<Rule> RULES =
      List.of(
          new Rule(PatientsApi.LIST_PATIENTS, EnumSet.of(IDENTITY, CONTACT), deskAndDoctors()),
          new Rule(PatientsApi.SEARCH_PATIENTS, EnumSet.of(IDENTITY, CONTACT), deskAndReaders()),
          new Rule(PatientsApi.CREATE_PATIENT, ADMINISTRATIVE, DESK),
          new Rule(
              PatientsApi.GET_PATIENT,
              EnumSet.of(IDENTITY, CONTACT),
              with(deskAndReaders(), PATIENT, EnumSet.of(OWN, REPRESENTED, CHILD))),
          new Rule(
              PatientsApi.GET_PATIENT,
              EnumSet.of(INSURANCE),
              with(deskAndReaders(), PATIENT, EnumSet.of(OWN, CHILD))),
          new Rule(
              PatientsApi.GET_PATIENT,
              HISTORY,
              Map.of(PATIENT, EnumSet.of(OWN, CHILD), DOCTOR, READERS)),
          new Rule(PatientsApi.UPDATE_PATIENT, ADMINISTRATIVE, DESK),
          new Rule(
              PatientsApi.UPDATE_CONTACT, EnumSet.of(CONTACT), Map.of(PATIENT, EnumSet.of(OWN))),
          new Rule(
              PatientsApi.UPDATE_MEDICAL_HISTORY, HISTORY, Map.of(DOCTOR, EnumSet.of(TREATED))),
          new Rule(PatientsApi.DELETE_PATIENT, ALL_PARTS, Map.of(ADMIN, ANY)),
          new Rule(
              PatientChangesApi.LIST_PATIENT_CHANGES,
              ADMINISTRATIVE,
              with(with(DESK, DOCTOR, EnumSet.of(TREATED)), PATIENT, EnumSet.of(OWN))),
          new Rule(
              PatientChangesApi.LIST_PATIENT_CHANGES,
              HISTORY,
              Map.of(PATIENT, EnumSet.of(OWN), DOCTOR, EnumSet.of(TREATED))),
          new Rule(
              ProposalsApi.PROPOSE_CHANGE,
              EnumSet.of(IDENTITY, INSURANCE, MEDICAL_HISTORY),
              Map.of(PATIENT, EnumSet.of(OWN))),
          new Rule(ProposalsApi.LIST_PROPOSALS, PROPOSED, DESK_AND_SELF),
          new Rule(
              ProposalsApi.LIST_PROPOSALS,
              HISTORY,
              Map.of(PATIENT, EnumSet.of(OWN), DOCTOR, EnumSet.of(TREATED, OPENED))),
          new Rule(ProposalsApi.DECIDE_PROPOSAL, PROPOSED, DESK),
          new Rule(ProposalsApi.DECIDE_PROPOSAL, HISTORY, Map.of(DOCTOR, EnumSet.of(TREATED))),
          new Rule(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, ALL_PARTS, Map.of(DOCTOR, ANY)),
          new Rule(EmergencyAccessApi.LIST_OPEN_RECORDS, EnumSet.of(IDENTITY), Map.of(DOCTOR, ANY)),
          new Rule(
              EmergencyAccessApi.END_EMERGENCY_ACCESS, EnumSet.of(IDENTITY), Map.of(DOCTOR, ANY)),
          new Rule(EmergencyAccessApi.LIST_EMERGENCY_ACCESS, EnumSet.of(IDENTITY), REVIEWERS),
          new Rule(EmergencyAccessApi.GET_EMERGENCY_ACCESS, EnumSet.of(IDENTITY), REVIEWERS),
          new Rule(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, EnumSet.of(IDENTITY), REVIEWERS),
          new Rule(AccountInvitationsApi.GET_PATIENT_ACCOUNT, EnumSet.of(CONTACT), DESK_AND_SELF),
          new Rule(AccountInvitationsApi.INVITE_PATIENT, EnumSet.of(CONTACT), DESK),
          new Rule(AccountInvitationsApi.WITHDRAW_INVITATION, EnumSet.of(CONTACT), DESK),
          new Rule(
              AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION, EnumSet.of(CONTACT), DESK_AND_SELF),
          new Rule(DuplicatesApi.FIND_DUPLICATES, EnumSet.of(IDENTITY, CONTACT), DESK),
          new Rule(DuplicatesApi.LIST_DUPLICATES, EnumSet.of(IDENTITY, CONTACT), DESK),
          new Rule(DuplicatesApi.DISMISS_DUPLICATE, EnumSet.of(IDENTITY), DESK),
          new Rule(PatientMergesApi.PREVIEW_MERGE, EnumSet.of(IDENTITY, CONTACT), DESK),
          new Rule(PatientMergesApi.MERGE_PATIENTS, ALL_PARTS, DESK),
          new Rule(PatientMergesApi.LIST_MERGES, EnumSet.of(IDENTITY, CONTACT), DESK),
          new Rule(PatientMergesApi.UNDO_MERGE, ALL_PARTS, DESK),
          // Read by the assignment, which ranks doctors by them and does not show them.
          new Rule(
              PatientsApi.LIST_CONDITIONS, HISTORY, with(DESK, PATIENT, EnumSet.of(OWN, CHILD))),
          new Rule(FamilyApi.GET_FAMILY, EnumSet.of(IDENTITY), DESK_AND_SELF),
          new Rule(
              FamilyApi.ADD_RELATIVE,
              EnumSet.of(IDENTITY, CONTACT),
              Map.of(PATIENT, EnumSet.of(OWN))),
          new Rule(FamilyApi.CONFIRM_REPRESENTATION, EnumSet.of(IDENTITY), DESK),
          new Rule(FamilyApi.END_REPRESENTATION, EnumSet.of(IDENTITY), DESK_AND_SELF),
          new Rule(RepresentationsApi.ADD_REPRESENTATION, EnumSet.of(IDENTITY), DESK),
          new Rule(RepresentationsApi.UPDATE_REPRESENTATION, EnumSet.of(IDENTITY), DESK),
          new Rule(RepresentationsApi.LIST_REPRESENTATION_CHANGES, EnumSet.of(IDENTITY), DESK),
          new Rule(FamilyApi.GET_FAMILY_RULES, Set.of(), Map.of(ADMIN, ANY)),
          new Rule(FamilyApi.SET_FAMILY_RULES, Set.of(), Map.of(ADMIN, ANY)),
          new Rule(RecordRulesApi.GET_RECORD_RULES, Set.of(), Map.of(ADMIN, ANY, DOCTOR, ANY)),
          new Rule(RecordRulesApi.SET_RECORD_RULES, Set.of(), Map.of(ADMIN, ANY)));

  private PatientAccess() {}

  /**
   * Checks that another domain asks, without a user.
   *
   * @throws Failure {@code FORBIDDEN} otherwise
   */
  public static void requireSystem(Caller caller) {
    if (caller.userId() != null || !caller.has(ADMIN)) {
      throw Failure.forbidden("Only the system may do this.");
    }
  }

  /**
   * What a caller may do with an operation on a patient, or on patients in general.
   *
   * @param patientId the patient, or null if the operation is not about one
   * @param now emergency access counts until it expires
   * @throws Failure {@code FORBIDDEN} if nothing
   */
  public static Grant grant(Operation<?, ?> operation, Caller caller, UUID patientId, Instant now) {
    Map<PatientPart, PatientScope> scopes = new EnumMap<>(PatientPart.class);
    Role acting = null;
    for (Rule rule : RULES) {
      if (!rule.operation().equals(operation)) {
        continue;
      }
      for (Role role : Role.values()) {
        PatientScope scope =
            caller.has(role)
                ? scope(rule.allowed().getOrDefault(role, Set.of()), caller, patientId, now)
                : null;
        if (scope != null) {
          rule.parts().forEach(part -> scopes.merge(part, scope, PatientScope::or));
          acting = acting == null || scope.isAll() ? role : acting;
        }
      }
    }
    if (scopes.isEmpty()) {
      throw forbidden();
    }
    return new Grant(scopes, acting);
  }

  /** Null if none of the relations is possible. */
  private static PatientScope scope(
      Set<PatientRelation> relations, Caller caller, UUID patientId, Instant now) {
    if (relations.equals(ANY) || relations.contains(OWN) && caller.isPatient(patientId)) {
      return PatientScope.ALL;
    }
    if (relations.contains(TREATED) && caller.doctorId() != null) {
      return new PatientScope(
          caller.doctorId(),
          relations.contains(OPENED) ? now : null,
          relations.contains(COLLEAGUE),
          null);
    }
    if (relations.contains(CHILD) && caller.patientId() != null) {
      boolean onlyChildren = !relations.contains(REPRESENTED);
      return new PatientScope(
          null, null, false, new Representative(caller.patientId(), onlyChildren, now));
    }
    return null;
  }

  private static Failure forbidden() {
    return Failure.forbidden("You may not do this with this patient's data.");
  }

  private static Map<Role, Set<PatientRelation>> deskAndDoctors() {
    return with(DESK, DOCTOR, EnumSet.of(TREATED, OPENED));
  }

  private static Map<Role, Set<PatientRelation>> deskAndReaders() {
    return with(DESK, DOCTOR, READERS);
  }

  private static Map<Role, Set<PatientRelation>> with(
      Map<Role, Set<PatientRelation>> others, Role role, Set<PatientRelation> relations) {
    Map<Role, Set<PatientRelation>> all = new EnumMap<>(others);
    all.put(role, relations);
    return Map.copyOf(all);
  }
}
