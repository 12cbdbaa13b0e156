package io.clinibus.scheduling.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What others may ask of holds: slots reserved for one person while they confirm. */
public final class HoldsApi {

  /**
   * Keeps a slot while somebody confirms. {@code SLOT_TAKEN}, {@code SLOT_HELD} or {@code
   * SLOT_NOT_OFFERED} with {@code alternatives}, {@code PATIENT_BUSY}, {@code TOO_MANY_HOLDS}.
   */
  public static final Operation<HoldSlot, Hold> HOLD_SLOT =
      Operation.command("scheduling.holdSlot", HoldSlot.class, Hold.class);

  public static final Operation<ListHolds, Holds> LIST_HOLDS =
      Operation.query("scheduling.listHolds", ListHolds.class, Holds.class);

  /** Lets a held slot go; {@code FORBIDDEN} if somebody else holds it. */
  public static final Operation<ReleaseHold, NoContent> RELEASE_HOLD =
      Operation.command("scheduling.releaseHold", ReleaseHold.class, NoContent.class);

  /**
   * Ties one of the caller's holds to a live socket, in place of the one it was tied to. {@code
   * NOT_FOUND} if it is gone or not the caller's.
   */
  public static final Operation<KeepHold, Hold> KEEP_HOLD =
      Operation.command("scheduling.keepHold", KeepHold.class, Hold.class);

  /** Frees those of some holds that are still tied to a live socket that is gone. */
  public static final Operation<AbandonHolds, NoContent> ABANDON_HOLDS =
      Operation.command("scheduling.abandonHolds", AbandonHolds.class, NoContent.class);

  public record HoldSlot(UUID doctorId, OffsetDateTime start, UUID patientId) {}

  /** A slot that nobody but its holder can book until it expires. */
  public record Hold(
      UUID id, UUID doctorId, OffsetDateTime start, OffsetDateTime end, OffsetDateTime expiresAt) {}

  public record ListHolds() {}

  public record Holds(List<Hold> items) {}

  public record ReleaseHold(UUID holdId) {}

  public record KeepHold(UUID holdId, UUID socketId) {}

  public record AbandonHolds(UUID socketId, List<UUID> holdIds) {}

  private HoldsApi() {}
}
