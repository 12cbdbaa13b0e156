package io.clinibus.prescriptions.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import java.math.BigDecimal;
import java.util.List;

/** How a medication is taken: structured dosages, and what follows from them. */
public final class DosageApi {

  public static final Operation<DescribeDosage, DosageDescription> DESCRIBE_DOSAGE =
      Operation.query("prescriptions.describeDosage", DescribeDosage.class, DosageDescription.class)
          .notAudited("computes from the request alone");

  /** What a dose is counted in. */
  public enum DoseUnit {
    TABLET,
    CAPSULE,
    LOZENGE,
    SACHET,
    SUPPOSITORY,
    PATCH,
    AMPOULE,
    PUFF,
    SPRAY,
    APPLICATION,
    DROP,
    MILLILITRE,
    MILLIGRAM,
    MICROGRAM,
    GRAM,
    INTERNATIONAL_UNIT
  }

  /** How it enters the body. */
  public enum Route {
    ORAL,
    SUBLINGUAL,
    INHALED,
    NASAL,
    ON_SKIN,
    TRANSDERMAL,
    IN_EYE,
    IN_EAR,
    RECTAL,
    VAGINAL,
    SUBCUTANEOUS,
    INTRAMUSCULAR,
    INTRAVENOUS
  }

  public enum ScheduleKind {
    /** A number of doses, at whatever times. */
    TIMES_A_DAY,
    /** At times of the day. */
    AT_TIMES,
    /** One dose on the first day and every so many days. */
    EVERY_DAYS,
    /** When the patient needs it, up to a number of doses a day. */
    AS_NEEDED
  }

  /**
   * When doses are taken. Each kind has one of the other members.
   *
   * @param timesADay of {@code TIMES_A_DAY}
   * @param times of {@code AT_TIMES}: {@code MORNING}, {@code NOON}, {@code EVENING}, {@code
   *     NIGHT}, or times of the clock such as {@code 08:00}, in any order
   * @param everyDays of {@code EVERY_DAYS}: 2 is every other day
   * @param maximumADay of {@code AS_NEEDED}: doses a day
   */
  public record Schedule(
      ScheduleKind kind,
      Integer timesADay,
      List<String> times,
      Integer everyDays,
      Integer maximumADay) {

    public Schedule {
      times = times == null ? List.of() : List.copyOf(times);
    }

    public static Schedule timesADay(int times) {
      return new Schedule(ScheduleKind.TIMES_A_DAY, times, null, null, null);
    }

    public static Schedule at(String... times) {
      return new Schedule(ScheduleKind.AT_TIMES, null, List.of(times), null, null);
    }

    public static Schedule everyDays(int days) {
      return new Schedule(ScheduleKind.EVERY_DAYS, null, null, days, null);
    }

    public static Schedule asNeeded(int maximumADay) {
      return new Schedule(ScheduleKind.AS_NEEDED, null, null, null, maximumADay);
    }
  }

  /**
   * A dosage.
   *
   * @param dose of each time, with three decimals at most
   * @param durationDays null if it is taken until further notice
   * @param note what else the patient should know, in the words of the doctor; may be empty
   */
  public record Dosage(
      BigDecimal dose,
      DoseUnit unit,
      Schedule schedule,
      Route route,
      Integer durationDays,
      String note) {

    public Dosage {
      note = note == null ? "" : note;
    }

    @Override
    public String toString() {
      return "Dosage[…]";
    }
  }

  public record DescribeDosage(Dosage dosage, Language language) {}

  /**
   * @param sentence for the patient
   * @param quantity what is needed for the whole duration, in the dosage's unit; null without a
   *     duration
   * @param quantityText with its unit, such as {@code 21 tablets}; null without a duration
   */
  public record DosageDescription(String sentence, BigDecimal quantity, String quantityText) {

    @Override
    public String toString() {
      return "DosageDescription[…]";
    }
  }

  private DosageApi() {}
}
