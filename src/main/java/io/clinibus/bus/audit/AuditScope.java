package io.clinibus.bus.audit;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit entry of a request that is being served. A change writes it in its own transaction;
 * what is not written by then is written before the reply is sent. Confined to the request.
 */
public final class AuditScope {

  private static final Logger LOG = LoggerFactory.getLogger(AuditScope.class);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final Set<Integer> ACCESS = Set.of(UNAUTHORIZED, FORBIDDEN, NOT_FOUND);

  private final Auditor auditor;
  private final AuditEntry base;
  private final UUID ownPatientId;
  private final Set<UUID> patients;
  private final Set<UUID> recorded = new LinkedHashSet<>();
  private UUID resourceId;
  private AuditPurpose purpose;
  private boolean aboutNobody;
  private boolean written;

  /**
   * @param base the entry as far as the request states it
   * @param ownPatientId the patient who the caller is, or null
   */
  public AuditScope(Auditor auditor, AuditEntry base, UUID ownPatientId) {
    this.auditor = auditor;
    this.base = base;
    this.ownPatientId = ownPatientId;
    this.patients = new LinkedHashSet<>(base.patientIds());
    this.resourceId = base.resourceId();
    this.purpose = base.purpose();
  }

  /** The operation that was asked for. */
  public String operation() {
    return base.operation();
  }

  /** The request turns out to be about a resource, such as the account that signs in. */
  public void about(UUID resource) {
    resourceId = resource;
  }

  /** The request turns out to be about a patient. */
  public void concerns(UUID patientId) {
    patients.add(patientId);
  }

  /** The user may do it only because the record was opened in an emergency. */
  public void inEmergency() {
    purpose = AuditPurpose.EMERGENCY;
  }

  /** The request names nobody who exists: its refusal is not recorded. */
  public void aboutNobody() {
    aboutNobody = true;
  }

  /** The entry of success as of now, for the transaction of a change. */
  public AuditEntry entry() {
    // A visitor whose sign-in succeeds is the account that it is about.
    UUID actor = base.actorId() == null ? resourceId : base.actorId();
    return entry(actor, AuditEntry.DONE);
  }

  private AuditEntry entry(UUID actorId, String outcome) {
    List<UUID> concerned = patients.isEmpty() && isAboutPatients() ? own() : List.copyOf(patients);
    return new AuditEntry(
        actorId,
        base.actorRoles(),
        base.operation(),
        base.kind(),
        outcome,
        concerned,
        resourceId,
        base.address(),
        base.node(),
        base.requestId(),
        outcome.equals(AuditEntry.DONE) ? purpose(concerned) : null);
  }

  /** The transaction that wrote an entry was committed. */
  public void committed(AuditEntry entry) {
    covered(entry);
    auditor.written(entry);
  }

  /** An entry of a moment ago, by the same user about the same, stands for this one as well. */
  public void covered(AuditEntry entry) {
    written = true;
    recorded.addAll(entry.patientIds());
  }

  /**
   * Writes what remains to be written, before the reply or refusal is sent: it fails instead if the
   * entry cannot be written.
   *
   * @return completes as the result does
   */
  public <R extends Record> Future<R> record(AuditRule<?, R> rule, AsyncResult<R> result) {
    Future<R> answer =
        result.succeeded()
            ? Future.succeededFuture(result.result())
            : Future.failedFuture(result.cause());
    return remaining(rule, result)
        .map(
            entry ->
                auditor
                    .write(List.of(entry))
                    .transform(
                        written ->
                            written.succeeded() ? answer : Future.failedFuture(notWritten(entry))))
        .orElse(answer);
  }

  private <R extends Record> Optional<AuditEntry> remaining(
      AuditRule<?, R> rule, AsyncResult<R> result) {
    if (result.succeeded()) {
      return remaining(rule, result.result());
    }
    return result.cause() instanceof Failure refusal ? remaining(refusal) : Optional.empty();
  }

  private static Failure notWritten(AuditEntry entry) {
    LOG.atError()
        .addKeyValue("requestId", entry.requestId())
        .addKeyValue("operation", entry.operation())
        .log("audit entry not written");
    return Failure.of(CommonFailures.UNAVAILABLE);
  }

  /** What remains to be written before a reply is sent. */
  public <R extends Record> Optional<AuditEntry> remaining(AuditRule<?, R> rule, R reply) {
    patients.addAll(rule.shownBy(reply));
    AuditEntry entry = entry();
    if (!written) {
      return isAboutNobody(entry) ? Optional.empty() : Optional.of(entry);
    }
    List<UUID> more = entry.patientIds().stream().filter(id -> !recorded.contains(id)).toList();
    return more.isEmpty() ? Optional.empty() : Optional.of(entry.of(more));
  }

  /**
   * What remains to be written before a refusal is sent: decisions about access, data that somebody
   * has moved or changed, and every refusal of a sign-in and the like, except that there were too
   * many.
   */
  public Optional<AuditEntry> remaining(Failure refusal) {
    int status = refusal.code().status();
    boolean isRecorded =
        ACCESS.contains(status)
            || refusal.is(CommonFailures.UNREADABLE_SEAL)
            || base.kind() == AuditKind.SECURITY && status != TOO_MANY && status < SERVER_ERROR;
    return isRecorded && !aboutNobody
        ? Optional.of(entry(base.actorId(), refusal.code().slug()))
        : Optional.empty();
  }

  /**
   * Staff who are patients as well use their own data as patients do; a patient uses that of others
   * as their representative.
   */
  private AuditPurpose purpose(List<UUID> concerned) {
    if (purpose == AuditPurpose.OWN_DATA && ownPatientId != null && !own().containsAll(concerned)) {
      return AuditPurpose.REPRESENTATION;
    }
    return purpose != null && concerned.equals(own()) && !concerned.isEmpty()
        ? AuditPurpose.OWN_DATA
        : purpose;
  }

  /** A visitor's sign-out without a session. */
  private static boolean isAboutNobody(AuditEntry entry) {
    return entry.kind() == AuditKind.SECURITY && entry.actorId() == null;
  }

  /** A request about no named patient, by a patient, is about themselves. */
  private List<UUID> own() {
    return ownPatientId == null ? List.of() : List.of(ownPatientId);
  }

  private boolean isAboutPatients() {
    return base.kind() == AuditKind.READ || base.kind() == AuditKind.CHANGE;
  }
}
