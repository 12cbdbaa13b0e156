package io.clinibus.records.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the note of an encounter consists of. {@code toString} of the records omits it. */
public final class EncounterNotes {

  /** What is measured, as FHIR's vital signs. */
  public enum VitalSign {
    SYSTOLIC,
    DIASTOLIC,
    PULSE,
    TEMPERATURE,
    SATURATION,
    WEIGHT,
    HEIGHT,
    GLUCOSE
  }

  public enum Certainty {
    PROVISIONAL,
    CONFIRMED
  }

  public enum OrderKind {
    ORDER,
    REFERRAL
  }

  public enum FollowUpUnit {
    DAYS,
    WEEKS,
    MONTHS
  }

  /**
   * A measured value.
   *
   * @param unit in UCUM
   */
  public record Measurement(VitalSign kind, double value, String unit) {

    @Override
    public String toString() {
      return "Measurement[…]";
    }
  }

  /**
   * @param text the name of the code, or the doctor's words
   * @param code null for the doctor's words
   * @param system the code system of the code
   * @param problem whether it belongs on the list of problems
   */
  public record Diagnosis(
      String text, String code, String system, Certainty certainty, boolean problem) {

    @Override
    public String toString() {
      return "Diagnosis[…]";
    }
  }

  /** What others are to do. */
  public record MedicalOrder(OrderKind kind, String text, String recipient) {

    @Override
    public String toString() {
      return "MedicalOrder[…]";
    }
  }

  /** When the patient comes again: after a number of units, or on a day. */
  public record FollowUp(Integer amount, FollowUpUnit unit, LocalDate date, String note) {

    @Override
    public String toString() {
      return "FollowUp[…]";
    }
  }

  /**
   * @param until the last day
   */
  public record SickNote(LocalDate from, LocalDate until, String note) {

    @Override
    public String toString() {
      return "SickNote[…]";
    }
  }

  /**
   * @param reason why the patient came, in their words
   * @param followUp null if none is agreed
   * @param sickNote null if there is none
   */
  public record EncounterNote(
      String reason,
      String subjective,
      String objective,
      List<Measurement> measurements,
      String assessment,
      List<Diagnosis> diagnoses,
      String plan,
      List<MedicalOrder> orders,
      FollowUp followUp,
      SickNote sickNote) {

    public static final EncounterNote EMPTY =
        new EncounterNote(null, null, null, null, null, null, null, null, null, null);

    public EncounterNote {
      reason = orEmpty(reason);
      subjective = orEmpty(subjective);
      objective = orEmpty(objective);
      measurements = orEmpty(measurements);
      assessment = orEmpty(assessment);
      diagnoses = orEmpty(diagnoses);
      plan = orEmpty(plan);
      orders = orEmpty(orders);
    }

    /** Whether it says nothing. */
    public boolean saysNothing() {
      return Stream.of(reason, subjective, objective, assessment, plan).allMatch(String::isBlank)
          && Stream.of(measurements, diagnoses, orders).allMatch(List::isEmpty)
          && Stream.of(followUp, sickNote).allMatch(Objects::isNull);
    }

    /** The same note with other diagnoses. */
    public EncounterNote with(List<Diagnosis> others) {
      return new EncounterNote(
          reason,
          subjective,
          objective,
          measurements,
          assessment,
          others,
          plan,
          orders,
          followUp,
          sickNote);
    }

    private static String orEmpty(String text) {
      return text == null ? "" : text;
    }

    private static <T> List<T> orEmpty(List<T> list) {
      return list == null ? List.of() : List.copyOf(list);
    }

    @Override
    public String toString() {
      return "EncounterNote[…]";
    }
  }

  private EncounterNotes() {}
}
