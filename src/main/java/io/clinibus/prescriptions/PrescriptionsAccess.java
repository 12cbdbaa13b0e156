package io.clinibus.prescriptions;

import static io.clinibus.bus.Role.DOCTOR;
import static io.clinibus.bus.Role.PATIENT;
import static io.clinibus.bus.Role.PHARMACIST;
import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.TREATED;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may use which operation on whose prescriptions. */
public final class PrescriptionsAccess {

  private static final String PART = "prescriptions";

  private static final Map<Role, Set<PatientRelation>> READERS =
      Map.of(
          PATIENT, EnumSet.of(OWN, CHILD),
          DOCTOR, EnumSet.of(TREATED, OPENED, COLLEAGUE),
          PHARMACIST, EnumSet.allOf(PatientRelation.class));

  private static final Map<Role, Set<PatientRelation>> WRITERS =
      Map.of(DOCTOR, EnumSet.of(TREATED));

  public static final List<AccessRule> RULES =
      List.of(
          reading(PrescriptionsApi.LIST_PRESCRIPTIONS),
          reading(PrescriptionsApi.GET_PRESCRIPTION),
          reading(PrescriptionsApi.GET_PRINTABLE),
          reading(PrescriptionsApi.LIST_VERSIONS),
          writing(PrescriptionsApi.CREATE_PRESCRIPTION),
          writing(PrescriptionsApi.UPDATE_PRESCRIPTION),
          writing(PrescriptionsApi.DELETE_PRESCRIPTION),
          writing(PrescriptionsApi.SIGN_PRESCRIPTION),
          writing(PrescriptionsApi.CANCEL_PRESCRIPTION),
          writing(PrescriptionsApi.RENEW_PRESCRIPTION));

  private PrescriptionsAccess() {}

  private static AccessRule reading(Operation<?, ?> operation) {
    return new AccessRule(operation, PART, READERS);
  }

  private static AccessRule writing(Operation<?, ?> operation) {
    return new AccessRule(operation, PART, WRITERS);
  }
}
