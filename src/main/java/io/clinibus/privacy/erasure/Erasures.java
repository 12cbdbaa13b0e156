package io.clinibus.privacy.erasure;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.ErasurePage;
import io.clinibus.privacy.api.ErasuresApi.ErasurePlan;
import io.clinibus.privacy.api.ErasuresApi.ErasureState;
import io.clinibus.privacy.api.ErasuresApi.GetErasure;
import io.clinibus.privacy.api.ErasuresApi.ListErasures;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.privacy.api.ErasuresApi.WithdrawErasure;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.records.PrivacyAccess;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;

/**
 * Erasure of patients' data: patients, or administrators who were asked in writing, request it; the
 * plan states what is erased and what is kept; an administrator confirms the plan as it was read.
 */
public final class Erasures {

  /** Patients whose data was erased, by cause. */
  static final String ERASED = "clinibus.privacy.erased.patients";

  private final ErasureRepository repository;
  private final Bus bus;
  private final Clock clock;
  private final Counter erased;

  public Erasures(ErasureRepository repository, Bus bus, Clock clock, Metrics metrics) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
    this.erased = metrics.counter(ERASED, "cause", "request");
  }

  /** {@code ERASURE_REQUESTED} if there is an open request; nothing is erased. */
  public Future<Erasure> request(RequestErasure request, Caller caller) {
    PrivacyAccess.requirePatientOrAdministrator(caller, request.patientId());
    return repository
        .insert(request.patientId(), clock.instant(), caller)
        .compose(repository::find)
        .compose(this::withPlan);
  }

  public Future<ErasurePage> list(ListErasures request, Caller caller) {
    if (!caller.isPatient(request.patientId())) {
      PrivacyAccess.requireSupervisor(caller);
    }
    return repository.list(request);
  }

  /** The plan of an open request is that of now. */
  public Future<Erasure> get(GetErasure request, Caller caller) {
    return find(request.erasureId(), PrivacyAccess.isSupervisor(caller), caller)
        .compose(this::withPlan);
  }

  /**
   * Erases the data. Fails with {@code PLAN_CHANGED} and the {@code plan} of now if that is not the
   * one that was read, with {@code ERASURE_PREVENTED} and the {@code obstacles} while there are
   * any.
   */
  public Future<Erasure> confirm(ConfirmErasure request, Caller caller) {
    PrivacyAccess.requireAdministrator(caller);
    return find(request.erasureId(), true, caller)
        .compose(
            open ->
                repository.carryOut(
                    request.erasureId(),
                    clock.instant(),
                    plan -> check(plan, request.planVersion()),
                    caller))
        .map(
            done -> {
              erased.increment();
              publish(bus, done.events());
              return done.erasure();
            });
  }

  public Future<Erasure> withdraw(WithdrawErasure request, Caller caller) {
    return find(request.erasureId(), caller.has(Role.ADMIN), caller)
        .compose(open -> repository.withdraw(request.erasureId(), clock.instant(), caller));
  }

  static void requireNoObstacles(ErasurePlan plan) {
    if (!plan.obstacles().isEmpty()) {
      throw Failure.of(PrivacyFailures.ERASURE_PREVENTED).with("obstacles", plan.obstacles());
    }
  }

  static void publish(Bus bus, CommittedEvents events) {
    events.facts().forEach(fact -> publish(bus, fact));
  }

  private static <E extends Record> void publish(Bus bus, CommittedEvents.Fact<E> fact) {
    bus.publish(fact.event(), fact.what());
  }

  private static void check(ErasurePlan plan, String version) {
    if (!plan.version().equals(version)) {
      throw Failure.of(PrivacyFailures.PLAN_CHANGED).with("plan", plan);
    }
    requireNoObstacles(plan);
  }

  /**
   * @param ofAll whether the caller may do this with the requests of all patients
   */
  private Future<Erasure> find(UUID id, boolean ofAll, Caller caller) {
    return repository
        .find(id)
        .map(
            found -> {
              if (!ofAll && !caller.isPatient(found.patientId())) {
                throw Failure.notFound("request");
              }
              caller.concerns(found.patientId());
              return found;
            });
  }

  private Future<Erasure> withPlan(Erasure erasure) {
    return erasure.state() != ErasureState.REQUESTED
        ? Future.succeededFuture(erasure)
        : repository
            .plan(erasure.patientId(), clock.instant())
            .map(
                plan ->
                    new Erasure(
                        erasure.id(),
                        erasure.patientId(),
                        erasure.patientName(),
                        erasure.state(),
                        erasure.requestedAt(),
                        erasure.closedAt(),
                        plan));
  }
}
