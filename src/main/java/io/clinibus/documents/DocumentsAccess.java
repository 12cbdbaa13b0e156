package io.clinibus.documents;

import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.TREATED;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may use which operation on whose documents. The front desk has administrative documents only;
 * patients have what was released to them and what they have uploaded.
 */
public final class DocumentsAccess {

  private static final String PART = "documents";
  private static final Set<PatientRelation> ANY = EnumSet.allOf(PatientRelation.class);
  private static final Map<Role, Set<PatientRelation>> READ =
      Map.of(
          Role.DOCTOR,
          Set.of(TREATED, OPENED, COLLEAGUE),
          Role.PATIENT,
          Set.of(OWN, CHILD),
          Role.RECEPTIONIST,
          ANY,
          Role.ADMIN,
          ANY);
  private static final Map<Role, Set<PatientRelation>> UPLOAD =
      Map.of(
          Role.DOCTOR,
          Set.of(TREATED),
          Role.PATIENT,
          Set.of(OWN, CHILD),
          Role.RECEPTIONIST,
          ANY,
          Role.ADMIN,
          ANY);
  private static final Map<Role, Set<PatientRelation>> TREATING =
      Map.of(Role.DOCTOR, Set.of(TREATED));

  public static final List<AccessRule> ALL =
      List.of(
          rule(DocumentsApi.LIST_DOCUMENTS, READ),
          rule(DocumentsApi.GET_DOCUMENT, READ),
          rule(DocumentsApi.GET_DOCUMENT_CONTENT, READ),
          rule(DocumentsApi.READ_DOCUMENT_SECTION, READ),
          rule(
              DocumentsApi.LIST_DOCUMENT_STATES,
              Map.of(
                  Role.DOCTOR,
                  Set.of(TREATED, OPENED, COLLEAGUE),
                  Role.PATIENT,
                  Set.of(OWN, CHILD))),
          rule(DocumentsApi.CREATE_DOCUMENT, UPLOAD),
          rule(DocumentsApi.PUT_DOCUMENT_CONTENT, UPLOAD),
          rule(DocumentsApi.REMOVE_DOCUMENT, UPLOAD),
          rule(DocumentsApi.RELEASE_DOCUMENT, TREATING),
          rule(DocumentsApi.STRIKE_OUT_DOCUMENT, TREATING),
          rule(LettersApi.CREATE_LETTER, TREATING));

  private DocumentsAccess() {}

  private static AccessRule rule(
      Operation<?, ?> operation, Map<Role, Set<PatientRelation>> allowed) {
    return new AccessRule(operation, PART, allowed);
  }
}
