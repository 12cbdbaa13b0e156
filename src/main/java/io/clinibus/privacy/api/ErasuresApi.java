package io.clinibus.privacy.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Erasure of a patient's data: requested, planned, confirmed. */
public final class ErasuresApi {

  public static final Operation<RequestErasure, Erasure> REQUEST_ERASURE =
      Operation.command("privacy.requestErasure", RequestErasure.class, Erasure.class)
          .audited(AuditKind.CHANGE)
          .asking(RequestErasure::patientId);

  public static final Operation<ListErasures, ErasurePage> LIST_ERASURES =
      Operation.query("privacy.listErasures", ListErasures.class, ErasurePage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(Erasure::patientId).toList());

  public static final Operation<GetErasure, Erasure> GET_ERASURE =
      Operation.query("privacy.getErasure", GetErasure.class, Erasure.class)
          .audited(AuditKind.READ)
          .about(GetErasure::erasureId)
          .showing(Erasure::patientId);

  public static final Operation<ConfirmErasure, Erasure> CONFIRM_ERASURE =
      Operation.command("privacy.confirmErasure", ConfirmErasure.class, Erasure.class)
          .audited(AuditKind.CHANGE)
          .about(ConfirmErasure::erasureId)
          .stepUp();

  public static final Operation<WithdrawErasure, Erasure> WITHDRAW_ERASURE =
      Operation.command("privacy.withdrawErasure", WithdrawErasure.class, Erasure.class)
          .audited(AuditKind.CHANGE)
          .about(WithdrawErasure::erasureId);

  public enum ErasureState {
    REQUESTED,
    DONE,
    WITHDRAWN
  }

  /** What is left of a kind of record. */
  public enum Outcome {
    ERASED,
    PSEUDONYMISED,
    KEPT
  }

  public record RequestErasure(UUID patientId) {}

  /** Each filter may be null; patients state themselves. */
  public record ListErasures(UUID patientId, ErasureState state, Integer limit, String cursor) {}

  public record GetErasure(UUID erasureId) {}

  public record ConfirmErasure(UUID erasureId, String planVersion) {}

  public record WithdrawErasure(UUID erasureId) {}

  /**
   * @param patientName null after the erasure
   * @param plan null in lists
   */
  public record Erasure(
      UUID id,
      UUID patientId,
      String patientName,
      ErasureState state,
      OffsetDateTime requestedAt,
      OffsetDateTime closedAt,
      ErasurePlan plan) {

    @Override
    public String toString() {
      return "Erasure[" + id + "]";
    }
  }

  public record ErasurePage(List<Erasure> items, String next) {}

  /**
   * @param version changes with anything that the person who confirms it must know
   */
  public record ErasurePlan(String version, List<PlanItem> items, List<Obstacle> obstacles) {}

  /**
   * What happens to one kind of record.
   *
   * @param record its kind, which names its file in a copy
   * @param count how many there are
   * @param retained how many are set aside, where nothing in the product reads them
   * @param retainedUntil when those are erased; null if none are
   * @param source the rule that asks for what is kept; null if nothing is
   */
  public record PlanItem(
      String record,
      long count,
      Outcome outcome,
      long retained,
      LocalDate retainedUntil,
      String source) {}

  /** Open things that prevent an erasure. */
  public record Obstacle(String record, long count) {}

  private ErasuresApi() {}
}
