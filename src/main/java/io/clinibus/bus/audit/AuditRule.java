package io.clinibus.bus.audit;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the audit trail records of an operation: the kind of entry, and where the patients and the
 * resource are found in its request and reply. Or nothing, for a stated reason.
 *
 * @param kind null if nothing is recorded
 * @param reason why nothing is recorded; null otherwise
 * @param asked the patients that a request names
 * @param shown the patients that a reply shows
 * @param resource what else a request names; null if nothing
 * @param applies whether a request is recorded
 */
public record AuditRule<Q extends Record, R extends Record>(
    AuditKind kind,
    String reason,
    Function<Q, ? extends Collection<UUID>> asked,
    Function<R, ? extends Collection<UUID>> shown,
    Function<Q, UUID> resource,
    Predicate<Q> applies) {

  /** Records entries of a kind, at first about no patient. */
  public static <Q extends Record, R extends Record> AuditRule<Q, R> of(AuditKind kind) {
    return new AuditRule<>(
        kind, null, request -> Set.of(), reply -> Set.of(), request -> null, request -> true);
  }

  /** Records nothing. */
  public static <Q extends Record, R extends Record> AuditRule<Q, R> none(String reason) {
    return new AuditRule<>(
        null, reason, request -> Set.of(), reply -> Set.of(), request -> null, request -> true);
  }

  /** Whether requests are recorded at all. */
  public boolean records() {
    return kind != null;
  }

  /** Whether a request is recorded. */
  public boolean records(Q request) {
    return records() && applies.test(request);
  }

  /** The request names a patient, or null for none. */
  public AuditRule<Q, R> asking(Function<Q, UUID> patient) {
    return new AuditRule<>(
        kind, reason, request -> present(patient.apply(request)), shown, resource, applies);
  }

  /** The reply shows a patient, or null for none. */
  public AuditRule<Q, R> showing(Function<R, UUID> patient) {
    return showingAll(reply -> present(patient.apply(reply)));
  }

  /** The reply shows patients; nulls are none. */
  public AuditRule<Q, R> showingAll(Function<R, ? extends Collection<UUID>> patients) {
    return new AuditRule<>(kind, reason, asked, patients, resource, applies);
  }

  /** The request names something else, such as an appointment; null is nothing. */
  public AuditRule<Q, R> about(Function<Q, UUID> what) {
    return new AuditRule<>(kind, reason, asked, shown, what, applies);
  }

  /** A request is not recorded if this is true: a dry run changes nothing and shows nobody. */
  public AuditRule<Q, R> unless(Function<Q, Boolean> dryRun) {
    return new AuditRule<>(
        kind,
        reason,
        asked,
        shown,
        resource,
        request -> !Boolean.TRUE.equals(dryRun.apply(request)));
  }

  /** The distinct patients that a reply shows. */
  public Set<UUID> shownBy(R reply) {
    Set<UUID> ids = new LinkedHashSet<>(shown.apply(reply));
    ids.removeIf(Objects::isNull);
    return ids;
  }

  private static List<UUID> present(UUID id) {
    return id == null ? List.of() : List.of(id);
  }
}
