package io.clinibus.scheduling.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of holds: slots reserved for a user or visitor during confirmation. */
public final class HoldsApi {

  /**
   * Holds a slot. {@code SLOT_TAKEN}, {@code SLOT_HELD} or {@code SLOT_NOT_OFFERED} with {@code
   * alternatives}, {@code PATIENT_BUSY}, {@code TOO_MANY_HOLDS}.
   */
  public static final Operation<HoldSlot, Hold> HOLD_SLOT =
      Operation.command("scheduling.holdSlot", HoldSlot.class, Hold.class)
          .audited(AuditKind.CHANGE)
          .asking(HoldSlot::patientId);

  public static final Operation<ListHolds, Holds> LIST_HOLDS =
      Operation.query("scheduling.listHolds", ListHolds.class, Holds.class)
          .notAudited("the caller's own holds, without patients");

  /** Releases a hold; {@code FORBIDDEN} if it belongs to another user. */
  public static final Operation<ReleaseHold, NoContent> RELEASE_HOLD =
      Operation.command("scheduling.releaseHold", ReleaseHold.class, NoContent.class)
          .notAudited("the caller's own hold, without a patient");

  /**
   * Binds one of the caller's holds to a live socket, replacing an earlier binding. {@code
   * NOT_FOUND} if the hold does not exist or belongs to another user.
   */
  public static final Operation<KeepHold, Hold> KEEP_HOLD =
      Operation.command("scheduling.keepHold", KeepHold.class, Hold.class)
          .notAudited("the caller's own hold, without a patient");

  /** Releases those of the given holds that are still bound to a closed live socket. */
  public static final Operation<AbandonHolds, NoContent> ABANDON_HOLDS =
      Operation.command("scheduling.abandonHolds", AbandonHolds.class, NoContent.class)
          .notAudited("holds of a closed connection");

  /**
   * Holds a slot for a visitor, instead of the one that they hold. {@code TOO_MANY_VISITORS}, or as
   * {@link #HOLD_SLOT}.
   */
  public static final Operation<HoldAsVisitor, Hold> HOLD_AS_VISITOR =
      Operation.command("scheduling.holdAsVisitor", HoldAsVisitor.class, Hold.class)
          .notAudited("a visitor, without a patient");

  /** Makes a visitor's hold last while they register, once. {@code NOT_FOUND} if there is none. */
  public static final Operation<ExtendVisitorHold, Hold> EXTEND_VISITOR_HOLD =
      Operation.command("scheduling.extendVisitorHold", ExtendVisitorHold.class, Hold.class)
          .notAudited("a visitor, without a patient");

  public static final Operation<ReleaseVisitorHold, NoContent> RELEASE_VISITOR_HOLD =
      Operation.command("scheduling.releaseVisitorHold", ReleaseVisitorHold.class, NoContent.class)
          .notAudited("a visitor, without a patient");

  /**
   * @param visitorToken of the visitor whose hold of the slot passes to a patient who signs in, or
   *     empty
   * @param visitTypeId the type of the visit, or null
   */
  public record HoldSlot(
      UUID doctorId, OffsetDateTime start, UUID patientId, String visitorToken, UUID visitTypeId) {

    public HoldSlot(UUID doctorId, OffsetDateTime start, UUID patientId, String visitorToken) {
      this(doctorId, start, patientId, visitorToken, null);
    }

    @Override
    public String toString() {
      return "HoldSlot[" + doctorId + " " + start + "]";
    }
  }

  public record HoldAsVisitor(
      UUID doctorId, OffsetDateTime start, String visitorToken, UUID visitTypeId) {

    public HoldAsVisitor(UUID doctorId, OffsetDateTime start, String visitorToken) {
      this(doctorId, start, visitorToken, null);
    }

    @Override
    public String toString() {
      return "HoldAsVisitor[" + doctorId + " " + start + "]";
    }
  }

  public record ExtendVisitorHold(String visitorToken) {

    @Override
    public String toString() {
      return "ExtendVisitorHold[…]";
    }
  }

  public record ReleaseVisitorHold(UUID holdId, String visitorToken) {

    @Override
    public String toString() {
      return "ReleaseVisitorHold[" + holdId + "]";
    }
  }

  /** A slot that only the holder can book until the hold expires. */
  public record Hold(
      UUID id, UUID doctorId, OffsetDateTime start, OffsetDateTime end, OffsetDateTime expiresAt) {}

  public record ListHolds() {}

  public record Holds(List<Hold> items) {}

  public record ReleaseHold(UUID holdId) {}

  public record KeepHold(UUID holdId, UUID socketId) {}

  public record AbandonHolds(UUID socketId, List<UUID> holdIds) {}

  private HoldsApi() {}
}
