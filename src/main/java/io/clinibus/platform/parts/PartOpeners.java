package io.clinibus.platform.parts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.platform.audit.UnreadableSealLog.Unreadable;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.PatientKeys.Owner;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the keys with which lists of parts of a record are opened. A list states which parts were
 * damaged instead of showing none at all; the log of unreadable seals has them before that.
 */
public final class PartOpeners {

  private final PatientKeys keys;
  private final UnreadableSealLog unreadable;

  public PartOpeners(PatientKeys keys, UnreadableSealLog unreadable) {
    this.keys = keys;
    this.unreadable = unreadable;
  }

  /** Those of a domain on a node. */
  public static PartOpeners of(NodeContext platform) {
    return new PartOpeners(
        platform.patientKeys(),
        new UnreadableSealLog(
            platform.database(), platform.settings().node().name(), platform.metrics()));
  }

  /**
   * Opens what the work opens.
   *
   * @param sealedFor the patients for whom the parts were sealed
   * @return fails with {@code UNAVAILABLE} while the clinic's key cannot be reached
   */
  public <T> Future<T> open(
      UUID patientId, Stream<UUID> sealedFor, Caller caller, Function<PartOpener, Future<T>> work) {
    return open(patientId, sealedFor, work, found -> unreadable.add(found, caller));
  }

  /**
   * Opens texts that are about nobody.
   *
   * @param reader the operation that shows them; the audit trail has no other entry of it
   * @param isAnySealed whether the clinic's key is needed
   * @return fails as above
   */
  public <T> Future<T> openOfClinic(
      Operation<?, ?> reader,
      boolean isAnySealed,
      Caller caller,
      Function<PartOpener, Future<T>> work) {
    return open(
        PatientKeys.CLINIC,
        isAnySealed ? Stream.of(PatientKeys.CLINIC) : Stream.empty(),
        work,
        found -> unreadable.add(found, caller, reader.address()));
  }

  private <T> Future<T> open(
      UUID patientId,
      Stream<UUID> sealedFor,
      Function<PartOpener, Future<T>> work,
      Function<List<Unreadable>, Future<Void>> log) {
    List<Owner> owners = sealedFor.distinct().map(one -> new Owner(patientId, one)).toList();
    return keys.available(owners)
        .compose(
            available -> {
              if (!available.isComplete()) {
                throw Failure.of(CommonFailures.UNAVAILABLE);
              }
              var opener = new PartOpener(patientId, available.keys());
              return work.apply(opener).compose(done -> log.apply(opener.unreadable()).map(done));
            });
  }
}
