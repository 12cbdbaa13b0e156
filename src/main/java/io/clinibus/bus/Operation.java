package io.clinibus.bus;

import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditRule;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/**
 * An operation of a domain: an event-bus address with its message types, and what the audit trail
 * records of it.
 *
 * @param address where the domain listens, as {@code domain.verb}
 * @param request the request's type
 * @param reply the reply's type
 * @param idempotent whether repeating it changes nothing more; only such operations are retried
 * @param audit what is recorded; null if not stated: such an operation is not served
 * @param isStepUp whether the user must have authenticated recently
 */
public record Operation<Q extends Record, R extends Record>(
    String address,
    Class<Q> request,
    Class<R> reply,
    boolean idempotent,
    AuditRule<Q, R> audit,
    boolean isStepUp) {

  /** How long a sign-in counts as recent. */
  public static final Duration RECENT = Duration.ofMinutes(10);

  /** A query: an operation that only reads. */
  public static <Q extends Record, R extends Record> Operation<Q, R> query(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, true, null, false);
  }

  /** A command: an operation that changes something. */
  public static <Q extends Record, R extends Record> Operation<Q, R> command(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, false, null, false);
  }

  /** The audit trail has an entry of this kind for each request. */
  public Operation<Q, R> audited(AuditKind kind) {
    return with(AuditRule.of(kind));
  }

  /**
   * The audit trail has no entry.
   *
   * @param reason why: what the operation shows or changes instead of anybody's data or rules
   */
  public Operation<Q, R> notAudited(String reason) {
    return with(AuditRule.none(reason));
  }

  /** The request names a patient, or null. */
  public Operation<Q, R> asking(Function<Q, UUID> patient) {
    return with(audit.asking(patient));
  }

  /** The reply shows a patient, or null. */
  public Operation<Q, R> showing(Function<R, UUID> patient) {
    return with(audit.showing(patient));
  }

  /** The reply shows patients. */
  public Operation<Q, R> showingAll(Function<R, ? extends Collection<UUID>> patients) {
    return with(audit.showingAll(patients));
  }

  /** The request names something else, such as an appointment or an account. */
  public Operation<Q, R> about(Function<Q, UUID> resource) {
    return with(audit.about(resource));
  }

  /** A request that is a dry run is not recorded. */
  public Operation<Q, R> unless(Function<Q, Boolean> dryRun) {
    return with(audit.unless(dryRun));
  }

  /**
   * The user must have authenticated within {@link #RECENT}. The web layer checks it by the access
   * token; a domain that knows its user by the refresh token checks it itself.
   */
  public Operation<Q, R> stepUp() {
    return new Operation<>(address, request, reply, idempotent, audit, true);
  }

  private Operation<Q, R> with(AuditRule<Q, R> rule) {
    return new Operation<>(address, request, reply, idempotent, rule, isStepUp);
  }
}
