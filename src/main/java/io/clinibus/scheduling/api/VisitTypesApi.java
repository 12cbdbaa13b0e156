package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.util.List;
import java.util.UUID;

/** Public API of types of visits: what is booked, how long it lasts, and what is asked. */
public final class VisitTypesApi {

  /** Patients and visitors see those that are active and that patients can book. */
  public static final Operation<ListVisitTypes, VisitTypePage> LIST_VISIT_TYPES =
      Operation.query("scheduling.listVisitTypes", ListVisitTypes.class, VisitTypePage.class)
          .notAudited("what everyone may see");

  public static final Operation<GetVisitType, VisitType> GET_VISIT_TYPE =
      Operation.query("scheduling.getVisitType", GetVisitType.class, VisitType.class)
          .notAudited("what everyone may see");

  public static final Operation<CreateVisitType, VisitType> CREATE_VISIT_TYPE =
      Operation.command("scheduling.createVisitType", CreateVisitType.class, VisitType.class)
          .audited(AuditKind.CONFIGURATION);

  public static final Operation<UpdateVisitType, VisitType> UPDATE_VISIT_TYPE =
      Operation.command("scheduling.updateVisitType", UpdateVisitType.class, VisitType.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateVisitType::visitTypeId);

  /** Colours of stripes; what they look like is a matter of the app. */
  public enum VisitColour {
    BLUE,
    TEAL,
    GREEN,
    AMBER,
    RED,
    VIOLET,
    PINK,
    GREY
  }

  public enum QuestionKind {
    TEXT,
    YES_NO,
    CHOICE
  }

  /**
   * @param amount in minor units of the currency
   * @param currency ISO 4217 code
   */
  public record VisitPrice(int amount, String currency) {}

  /**
   * A question that is asked when a visit is booked.
   *
   * @param id null for a new one
   * @param required whether a patient has to answer; staff may leave it open
   * @param choices the possible answers to one of the kind CHOICE, else empty
   */
  public record VisitQuestion(
      UUID id, String question, QuestionKind kind, boolean required, List<String> choices) {

    public VisitQuestion {
      choices = choices == null ? List.of() : List.copyOf(choices);
    }
  }

  /**
   * An answer of a booking.
   *
   * @param answer {@code yes} or {@code no}, one of the choices, or a text
   */
  public record VisitAnswer(UUID questionId, String answer) {

    @Override
    public String toString() {
      return "VisitAnswer[" + questionId + "]";
    }
  }

  /** An answer with the question as it was asked. */
  public record AnsweredQuestion(
      UUID questionId, String question, QuestionKind kind, String answer) {

    @Override
    public String toString() {
      return "AnsweredQuestion[" + questionId + "]";
    }
  }

  /**
   * @param doctorIds those of the departments' doctors who offer it; empty for all of them
   * @param price null if none is stated
   * @param bookableByPatients else only staff book it
   * @param discreet whether mails and calendar files do not name it
   * @param instruction what the patient should bring or do
   */
  public record VisitTypeDetails(
      String name,
      int minutes,
      VisitPrice price,
      List<UUID> departmentIds,
      List<UUID> doctorIds,
      boolean bookableByPatients,
      boolean discreet,
      VisitColour colour,
      String instruction,
      List<VisitQuestion> questions,
      boolean active) {

    public VisitTypeDetails {
      doctorIds = doctorIds == null ? List.of() : List.copyOf(doctorIds);
      instruction = instruction == null ? "" : instruction;
      questions = questions == null ? List.of() : List.copyOf(questions);
    }
  }

  /** A type of visits; members as in {@link VisitTypeDetails}. */
  public record VisitType(
      UUID id,
      String name,
      int minutes,
      VisitPrice price,
      List<UUID> departmentIds,
      List<UUID> doctorIds,
      boolean bookableByPatients,
      boolean discreet,
      VisitColour colour,
      String instruction,
      List<VisitQuestion> questions,
      boolean active,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  /** What an appointment shows of its type. */
  public record VisitTypeSummary(
      UUID id,
      String name,
      VisitPrice price,
      VisitColour colour,
      String instruction,
      boolean discreet) {}

  /** What a day plan shows of a visit's type. */
  public record VisitTypeMark(String name, VisitColour colour) {}

  /**
   * @param departmentId only those of this department, or null
   * @param doctorId only those that this doctor offers, or null
   * @param inactive for administrators: with those that cannot be booked any more
   */
  public record ListVisitTypes(
      UUID departmentId, UUID doctorId, Boolean inactive, Integer limit, String cursor) {}

  public record VisitTypePage(List<VisitType> items, String next) {}

  public record GetVisitType(UUID visitTypeId) {}

  public record CreateVisitType(VisitTypeDetails details) {}

  public record UpdateVisitType(UUID visitTypeId, long version, VisitTypeDetails details) {}

  private VisitTypesApi() {}
}
