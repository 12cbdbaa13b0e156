package io.clinibus.scheduling.queue;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.QueueApi.AddWall;
import io.clinibus.scheduling.api.QueueApi.GetWall;
import io.clinibus.scheduling.api.QueueApi.ListWalls;
import io.clinibus.scheduling.api.QueueApi.QueueEntry;
import io.clinibus.scheduling.api.QueueApi.RemoveWall;
import io.clinibus.scheduling.api.QueueApi.Wall;
import io.clinibus.scheduling.api.QueueApi.WallView;
import io.clinibus.scheduling.api.QueueApi.Walls;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.queue.WallRepository.DoctorPace;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Screens in waiting rooms. */
public final class WallScreens {

  private final WallRepository repository;
  private final QueueRepository queue;
  private final RuleCache rules;
  private final ChangePublisher changed;
  private final Clock clock;

  public WallScreens(
      WallRepository repository,
      QueueRepository queue,
      RuleCache rules,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.queue = queue;
    this.rules = rules;
    this.changed = changed;
    this.clock = clock;
  }

  public Future<Walls> list(ListWalls wanted, Caller caller) {
    return rules.clinic().compose(repository::list).map(Walls::new);
  }

  public Future<Wall> add(AddWall wanted, Caller caller) {
    // Random, as it is the secret part of an address: ids by time can be guessed.
    UUID id = UUID.randomUUID();
    return rules
        .clinic()
        .compose(
            clinic -> repository.add(id, wanted.details().name(), clock.instant(), clinic, caller));
  }

  public Future<NoContent> remove(RemoveWall wanted, Caller caller) {
    return repository
        .remove(wanted.wallId(), caller)
        .map(
            events -> {
              changed.publish(events);
              return NoContent.DONE;
            });
  }

  public Future<WallView> get(GetWall wanted, Caller caller) {
    return repository
        .exists(wanted.wallId())
        .compose(
            known ->
                known
                    ? rules.clinic().compose(this::view)
                    : Future.failedFuture(Failure.notFound("wall")));
  }

  private Future<WallView> view(ClinicRules clinic) {
    Instant now = clock.instant();
    LocalDate today = clinic.dayOf(now);
    Future<List<QueueEntry>> waiting = queue.waiting(clinic, today);
    Future<List<DoctorPace>> paces = repository.paces(clinic.wholeDay(today));
    return Future.all(waiting, paces)
        .map(
            both -> {
              var board = WallBoard.of(waiting.result(), paces.result(), now);
              return new WallView(
                  clinic.name(), clinic.zone().getId(), board.called(), board.next(), board.late());
            });
  }
}
