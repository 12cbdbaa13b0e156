package io.clinibus.records.entries;

import static io.clinibus.bus.Role.DOCTOR;
import static io.clinibus.bus.Role.PATIENT;
import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.TREATED;

import io.clinibus.bus.Role;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.RestrictionsApi;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may read and write entries and charts. */
public final class EntryAccess {

  private static final Map<Role, Set<PatientRelation>> READERS =
      Map.of(DOCTOR, Set.of(TREATED, OPENED, COLLEAGUE), PATIENT, Set.of(OWN, CHILD));
  private static final Map<Role, Set<PatientRelation>> WRITERS = Map.of(DOCTOR, Set.of(TREATED));
  private static final Map<Role, Set<PatientRelation>> PATIENTS =
      Map.of(PATIENT, Set.of(OWN, CHILD));

  public static final List<AccessRule> RULES =
      List.of(
          new AccessRule(EntriesApi.RECORD_ENTRY, "entries", WRITERS),
          new AccessRule(EntriesApi.CHANGE_ENTRY, "entries", WRITERS),
          new AccessRule(EntriesApi.STRIKE_ENTRY, "entries", WRITERS),
          new AccessRule(EntriesApi.GET_ENTRY_HISTORY, "entries", READERS),
          new AccessRule(ChartApi.GET_CHART, "entries, encounters", READERS),
          new AccessRule(ChartApi.LIST_TIMELINE, "entries, encounters", READERS),
          new AccessRule(ChartApi.SEARCH_RECORD, "entries, encounters", READERS),
          new AccessRule(ChartApi.GET_RECORD_STATE, "times of changes", READERS),
          new AccessRule(RestrictionsApi.LIST_RESTRICTIONS, "restrictions", PATIENTS),
          new AccessRule(RestrictionsApi.RESTRICT_PART, "restrictions", PATIENTS),
          new AccessRule(RestrictionsApi.LIFT_RESTRICTION, "restrictions", PATIENTS));

  private EntryAccess() {}
}
