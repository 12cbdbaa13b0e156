package io.clinibus.platform.access;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Checks requests about patients by the rules of a domain. */
public final class PatientAccessCheck {

  private static final String RELATION =
      "SELECT patients.relation_by_rules($1, $2, $3, $4) AS relation";

  private final List<AccessRule> rules;
  private final SqlClient client;
  private final Clock clock;

  public PatientAccessCheck(List<AccessRule> rules, SqlClient client, Clock clock) {
    this.rules = List.copyOf(rules);
    this.client = client;
    this.clock = clock;
  }

  /**
   * The caller's relation to a patient, who is recorded in the audit entry of the request.
   *
   * @return fails with {@code FORBIDDEN} unless a rule allows the operation in this relation
   */
  public Future<PatientRelation> require(Operation<?, ?> operation, Caller caller, UUID patientId) {
    return require(
        operation, caller, patientId, () -> relation(caller, patientId), relation -> relation);
  }

  /**
   * As above, where the domain reads the relation together with something else.
   *
   * @param read by {@code patients.relation_by_rules}, only if a rule may allow the operation
   */
  public <T> Future<T> require(
      Operation<?, ?> operation,
      Caller caller,
      UUID patientId,
      Supplier<Future<T>> read,
      Function<T, PatientRelation> relation) {
    caller.concerns(patientId);
    if (!isPossible(operation, caller)) {
      return Future.failedFuture(forbidden());
    }
    return read.get()
        .map(
            found -> {
              decide(operation, caller, relation.apply(found));
              return found;
            });
  }

  /** Whether a rule allows the operation, without a refusal. */
  public Future<Boolean> allows(Operation<?, ?> operation, Caller caller, UUID patientId) {
    return relation(caller, patientId).map(relation -> allows(operation, caller, relation));
  }

  /** The caller's relation to a patient; the closest one of several. */
  public Future<PatientRelation> relation(Caller caller, UUID patientId) {
    if (caller.isPatient(patientId)) {
      return Future.succeededFuture(PatientRelation.OWN);
    }
    return client
        .preparedQuery(RELATION)
        .execute(
            Tuple.of(caller.patientId(), caller.doctorId(), patientId, Rows.utc(clock.instant())))
        .map(rows -> PatientRelation.valueOf(Rows.one(rows).getString("relation")));
  }

  private void decide(Operation<?, ?> operation, Caller caller, PatientRelation relation) {
    if (!allows(operation, caller, relation)) {
      throw forbidden();
    }
    if (relation == PatientRelation.OPENED) {
      caller.isInEmergency();
    }
  }

  private boolean isPossible(Operation<?, ?> operation, Caller caller) {
    return rules.stream()
        .filter(rule -> rule.operation().equals(operation))
        .anyMatch(rule -> rule.allowed().keySet().stream().anyMatch(caller::has));
  }

  /** As above, for a relation that is known. */
  public boolean allows(Operation<?, ?> operation, Caller caller, PatientRelation relation) {
    return rules.stream()
        .filter(rule -> rule.operation().equals(operation))
        .anyMatch(
            rule ->
                rule.allowed().entrySet().stream()
                    .anyMatch(
                        allowed ->
                            isAllowed(allowed.getKey(), allowed.getValue(), caller, relation)));
  }

  /** A patient's role counts for own data and that of relatives only, a doctor's for patients. */
  private static boolean isAllowed(
      Role role, Set<PatientRelation> allowed, Caller caller, PatientRelation relation) {
    return caller.has(role) && allowed.contains(relation);
  }

  private static Failure forbidden() {
    return Failure.forbidden("You may not do this with this patient's data.");
  }
}
