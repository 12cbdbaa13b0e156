package io.clinibus.prescriptions.dosage;

import static io.clinibus.prescriptions.api.DosageApi.Route.INHALED;
import static io.clinibus.prescriptions.api.DosageApi.Route.NASAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.ON_SKIN;
import static io.clinibus.prescriptions.api.DosageApi.Route.ORAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.RECTAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.SUBLINGUAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.TRANSDERMAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.VAGINAL;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.DosageApi.ScheduleKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a dosage must be beyond the ranges that the contract states. */
public final class DosageRules {

  private static final List<String> MEMBERS =
      List.of("timesADay", "times", "everyDays", "maximumADay");

  /** The routes of units that are made for them; others are taken in any way. */
  private static final Map<DoseUnit, Set<Route>> ROUTES =
      Map.of(
          DoseUnit.CAPSULE, EnumSet.of(ORAL, INHALED, VAGINAL),
          DoseUnit.LOZENGE, EnumSet.of(ORAL, SUBLINGUAL),
          DoseUnit.SUPPOSITORY, EnumSet.of(RECTAL, VAGINAL),
          DoseUnit.PATCH, EnumSet.of(TRANSDERMAL, ON_SKIN),
          DoseUnit.PUFF, EnumSet.of(INHALED, NASAL),
          DoseUnit.SPRAY, EnumSet.of(NASAL, SUBLINGUAL, ORAL, ON_SKIN));

  private static final int MOST_DECIMALS = 3;

  private DosageRules() {}

  /**
   * Checks a dosage.
   *
   * @param pointer where it is in the request
   * @throws Failure {@code INVALID_REQUEST} naming every field that is wrong
   */
  public static void check(Dosage dosage, String pointer) {
    List<FieldError> errors = new ArrayList<>();
    if (DosageTerms.plain(dosage.dose()).scale() > MOST_DECIMALS) {
      errors.add(CommonFieldErrors.INVALID.at(pointer + "/dose", "has three decimals at most"));
    }
    schedule(dosage.schedule(), pointer + "/schedule", errors);
    Set<Route> possible = ROUTES.getOrDefault(dosage.unit(), EnumSet.allOf(Route.class));
    if (!possible.contains(dosage.route())) {
      List<String> names = possible.stream().map(Route::name).toList();
      errors.add(
          CommonFieldErrors.NOT_ALLOWED.at(
              pointer + "/route", "This unit is not taken this way.", names));
    }
    Integer every = dosage.schedule().everyDays();
    if (every != null && dosage.durationDays() != null && dosage.durationDays() < every) {
      errors.add(
          CommonFieldErrors.TOO_SMALL.at(
              pointer + "/durationDays", "is shorter than the time between two doses", every));
    }
    if (!errors.isEmpty()) {
      throw new Failure(
          CommonFailures.INVALID_REQUEST, CommonFailures.INVALID_REQUEST.title(), errors, Map.of());
    }
  }

  private static void schedule(Schedule schedule, String pointer, List<FieldError> errors) {
    List<String> present = present(schedule);
    String needed = needed(schedule.kind());
    if (!present.contains(needed)) {
      errors.add(
          CommonFieldErrors.REQUIRED.at(pointer + "/" + needed, "This kind of schedule needs it."));
    }
    present.stream()
        .filter(member -> !member.equals(needed))
        .map(
            member ->
                CommonFieldErrors.EXACTLY_ONE_OF.at(
                    pointer + "/" + member, "belongs to another kind of schedule", MEMBERS))
        .forEach(errors::add);
    if (new HashSet<>(schedule.times()).size() < schedule.times().size()) {
      errors.add(CommonFieldErrors.DUPLICATE.at(pointer + "/times", "names a time twice"));
    }
  }

  private static List<String> present(Schedule schedule) {
    List<String> present = new ArrayList<>();
    add(present, "timesADay", schedule.timesADay() != null);
    add(present, "times", !schedule.times().isEmpty());
    add(present, "everyDays", schedule.everyDays() != null);
    add(present, "maximumADay", schedule.maximumADay() != null);
    return present;
  }

  private static void add(List<String> members, String name, boolean isPresent) {
    if (isPresent) {
      members.add(name);
    }
  }

  private static String needed(ScheduleKind kind) {
    return switch (kind) {
      case TIMES_A_DAY -> "timesADay";
      case AT_TIMES -> "times";
      case EVERY_DAYS -> "everyDays";
      case AS_NEEDED -> "maximumADay";
    };
  }
}
