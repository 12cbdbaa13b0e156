package io.clinibus.patients.duplicates;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.DuplicatesApi.DismissDuplicate;
import io.clinibus.patients.api.DuplicatesApi.DuplicateCandidates;
import io.clinibus.patients.api.DuplicatesApi.DuplicatePage;
import io.clinibus.patients.api.DuplicatesApi.FindDuplicates;
import io.clinibus.patients.api.DuplicatesApi.ListDuplicates;
import io.vertx.core.Future;
import java.time.Clock;

/** Records that may be of the same person, for staff who decide whether they are. */
public final class Duplicates {

  private final DuplicateRepository repository;
  private final Clock clock;

  public Duplicates(DuplicateRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  public Future<DuplicateCandidates> find(FindDuplicates request, Caller caller) {
    PatientAccess.grant(DuplicatesApi.FIND_DUPLICATES, caller, null, clock.instant());
    return repository.candidates(request.details()).map(DuplicateCandidates::new);
  }

  public Future<DuplicatePage> list(ListDuplicates request, Caller caller) {
    PatientAccess.grant(DuplicatesApi.LIST_DUPLICATES, caller, null, clock.instant());
    return repository.list(request.limit(), request.cursor());
  }

  public Future<NoContent> dismiss(DismissDuplicate request, Caller caller) {
    PatientAccess.grant(DuplicatesApi.DISMISS_DUPLICATE, caller, null, clock.instant());
    return repository.dismiss(request.duplicateId(), caller).map(NoContent.DONE);
  }
}
