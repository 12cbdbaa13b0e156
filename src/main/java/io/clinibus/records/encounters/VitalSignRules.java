package io.clinibus.records.encounters;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EncountersApi.VitalSignRule;
import io.clinibus.records.api.EncountersApi.VitalSignUnit;
import io.clinibus.records.api.RecordsFieldErrors;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Units of vital signs, which values can be, and which are usual in adults. The bounds find typing
 * errors; they are no diagnosis.
 */
final class VitalSignRules {

  private static final double CENTIMETRES = 100;

  /** In the order in which they are measured. */
  static final List<VitalSignRule> ALL =
      List.of(
          rule(VitalSign.SYSTOLIC, new VitalSignUnit("mm[Hg]", 40, 300, 90.0, 140.0, 0)),
          rule(VitalSign.DIASTOLIC, new VitalSignUnit("mm[Hg]", 20, 200, 60.0, 90.0, 0)),
          rule(VitalSign.PULSE, new VitalSignUnit("/min", 20, 300, 50.0, 100.0, 0)),
          rule(VitalSign.TEMPERATURE, new VitalSignUnit("Cel", 25, 45, 36.0, 37.5, 1)),
          rule(VitalSign.SATURATION, new VitalSignUnit("%", 30, 100, 94.0, 100.0, 0)),
          rule(VitalSign.WEIGHT, new VitalSignUnit("kg", 0.3, 500, null, null, 1)),
          rule(VitalSign.HEIGHT, new VitalSignUnit("cm", 20, 260, null, null, 0)),
          rule(
              VitalSign.GLUCOSE,
              new VitalSignUnit("mg/dL", 10, 1500, 70.0, 140.0, 0),
              new VitalSignUnit("mmol/L", 0.5, 83, 3.9, 7.8, 1)));

  private VitalSignRules() {}

  private static VitalSignRule rule(VitalSign kind, VitalSignUnit... units) {
    return new VitalSignRule(kind, List.of(units));
  }

  /** What is wrong with measurements, at {@code /measurements/…}. */
  static List<FieldError> check(List<Measurement> measurements) {
    List<FieldError> errors = new ArrayList<>();
    Set<VitalSign> seen = EnumSet.noneOf(VitalSign.class);
    for (int i = 0; i < measurements.size(); i++) {
      Measurement measured = measurements.get(i);
      String pointer = "/measurements/" + i;
      if (!seen.add(measured.kind())) {
        errors.add(CommonFieldErrors.DUPLICATE.at(pointer + "/kind", "It is measured twice."));
      }
      check(measured, pointer).ifPresent(errors::add);
    }
    value(measurements, VitalSign.SYSTOLIC)
        .flatMap(
            systolic ->
                value(measurements, VitalSign.DIASTOLIC)
                    .filter(diastolic -> diastolic >= systolic)
                    .map(diastolic -> diastolicTooHigh(measurements, systolic)))
        .ifPresent(errors::add);
    return errors;
  }

  private static Optional<FieldError> check(Measurement measured, String pointer) {
    Optional<VitalSignUnit> unit = unit(measured);
    if (unit.isEmpty()) {
      return Optional.of(
          CommonFieldErrors.NOT_ALLOWED.at(
              pointer + "/unit", "It is not measured in this unit.", units(measured.kind())));
    }
    VitalSignUnit bounds = unit.get();
    if (measured.value() >= bounds.min() && measured.value() <= bounds.max()) {
      return Optional.empty();
    }
    return Optional.of(implausible(pointer + "/value", bounds.min(), bounds.max()));
  }

  private static FieldError diastolicTooHigh(List<Measurement> measurements, double systolic) {
    int index = measurements.stream().map(Measurement::kind).toList().indexOf(VitalSign.DIASTOLIC);
    VitalSignUnit bounds = of(VitalSign.DIASTOLIC).units().get(0);
    return implausible("/measurements/" + index + "/value", bounds.min(), systolic - 1);
  }

  private static FieldError implausible(String pointer, double min, double max) {
    return RecordsFieldErrors.IMPLAUSIBLE.at(pointer, "This value cannot be.", min, max);
  }

  private static Optional<VitalSignUnit> unit(Measurement measured) {
    return of(measured.kind()).units().stream()
        .filter(unit -> unit.unit().equals(measured.unit()))
        .findFirst();
  }

  private static List<String> units(VitalSign kind) {
    return of(kind).units().stream().map(VitalSignUnit::unit).toList();
  }

  private static VitalSignRule of(VitalSign kind) {
    return ALL.stream().filter(rule -> rule.kind() == kind).findFirst().orElseThrow();
  }

  /** In kg/m², with one decimal; null without weight and height. */
  static Double bodyMassIndex(List<Measurement> measurements) {
    return value(measurements, VitalSign.WEIGHT)
        .flatMap(
            weight ->
                value(measurements, VitalSign.HEIGHT)
                    .filter(height -> height > 0)
                    .map(height -> height / CENTIMETRES)
                    .map(metres -> Math.round(weight / (metres * metres) * 10) / 10.0))
        .orElse(null);
  }

  private static Optional<Double> value(List<Measurement> measurements, VitalSign kind) {
    return measurements.stream()
        .filter(measured -> measured.kind() == kind)
        .map(Measurement::value)
        .findFirst();
  }
}
