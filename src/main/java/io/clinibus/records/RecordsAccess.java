package io.clinibus.records;

import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.TREATED;

import io.clinibus.bus.Role;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.entries.EntryAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may use which operation of the records domain. The doctor of an encounter also reads, writes
 * and signs it, whatever the relation has become.
 */
public final class RecordsAccess {

  private static final Map<Role, Set<PatientRelation>> READ =
      Map.of(Role.DOCTOR, Set.of(TREATED, OPENED, COLLEAGUE), Role.PATIENT, Set.of(OWN, CHILD));

  /** In an emergency without a visit: {@code Encounters}. */
  private static final Map<Role, Set<PatientRelation>> TREAT =
      Map.of(Role.DOCTOR, Set.of(TREATED, OPENED));

  private static final List<AccessRule> ENCOUNTERS =
      List.of(
          new AccessRule(EncountersApi.OPEN_ENCOUNTER, "encounters", TREAT),
          new AccessRule(EncountersApi.GET_ENCOUNTER, "encounters", READ),
          new AccessRule(EncountersApi.LIST_ENCOUNTERS, "encounters", READ));

  public static final List<AccessRule> ALL =
      Stream.of(ENCOUNTERS, EntryAccess.RULES).flatMap(List::stream).toList();

  private RecordsAccess() {}
}
