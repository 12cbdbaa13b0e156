package io.clinibus.directory;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.CreateDoctor;
import io.clinibus.directory.api.DirectoryApi.DeleteDoctor;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorContact;
import io.clinibus.directory.api.DirectoryApi.DoctorPage;
import io.clinibus.directory.api.DirectoryApi.DoctorRemoved;
import io.clinibus.directory.api.DirectoryApi.GetDoctor;
import io.clinibus.directory.api.DirectoryApi.GetDoctorContact;
import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.clinibus.directory.api.DirectoryApi.ListDoctorsBySpecialization;
import io.clinibus.directory.api.DirectoryApi.UpdateDoctor;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The clinic's doctors: public to read, changed by administrators. */
final class Doctors {

  private static final Duration LONGEST_RANGE = Duration.ofDays(14);

  private final DoctorRepository repository;
  private final DoctorSearch search;
  private final DoctorCalendars calendars;
  private final Bus bus;

  Doctors(DoctorRepository repository, DoctorSearch search, DoctorCalendars calendars, Bus bus) {
    this.repository = repository;
    this.search = search;
    this.calendars = calendars;
    this.bus = bus;
  }

  /**
   * Active doctors that match every filter. Fails with {@code INVALID_REQUEST} if only one end of
   * the free range is given, or if the range is empty or longer than 14 days.
   */
  Future<DoctorPage> list(ListDoctors request, Caller caller) {
    checkRange(request.freeFrom(), request.freeUntil());
    return free(request, caller).compose(free -> search.list(request, free));
  }

  /** By name; case and accents of the specialization are ignored. */
  Future<DoctorPage> listBySpecialization(ListDoctorsBySpecialization request, Caller caller) {
    return search.list(
        new ListDoctors(
            null,
            null,
            request.specialization(),
            null,
            null,
            null,
            null,
            request.limit(),
            request.cursor()),
        null);
  }

  /** Fails with {@code INVALID_REQUEST} if there is no such department. */
  Future<Doctor> create(CreateDoctor request, Caller caller) {
    Administrators.require(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return repository.insert(id, request.details(), caller);
  }

  /** The profile of an active doctor with weekly hours, which are absent until set. */
  Future<Doctor> get(GetDoctor request, Caller caller) {
    return repository
        .get(request.doctorId())
        .compose(
            doctor ->
                calendars
                    .availability(doctor.id(), caller)
                    .map(availability -> DoctorRows.with(doctor, availability)));
  }

  /** How staff reach a doctor. Fails with {@code FORBIDDEN} for others. */
  Future<DoctorContact> contact(GetDoctorContact request, Caller caller) {
    if (!caller.isFrontDesk() && !caller.has(Role.DOCTOR)) {
      throw Failure.forbidden("Only staff see how a doctor is reached.");
    }
    return repository.contact(request.doctorId());
  }

  /** Fails with {@code STALE_VERSION} unless the version is the current one. */
  Future<Doctor> update(UpdateDoctor request, Caller caller) {
    Administrators.require(caller);
    return repository.update(request.doctorId(), request.version(), request.details(), caller);
  }

  /**
   * Closes the calendar, then hides the doctor; past visits stay. Fails with {@code IN_USE} and the
   * {@code conflicts} while there are upcoming appointments. Can be repeated after a partial
   * failure.
   */
  Future<NoContent> delete(DeleteDoctor request, Caller caller) {
    Administrators.require(caller);
    return repository
        .get(request.doctorId())
        .compose(doctor -> calendars.close(doctor.id(), caller))
        .compose(closed -> repository.deactivate(request.doctorId(), caller))
        .map(
            removed -> {
              bus.publish(DirectoryApi.DOCTOR_REMOVED, new DoctorRemoved(request.doctorId()));
              return NoContent.DONE;
            });
  }

  private Future<UUID[]> free(ListDoctors request, Caller caller) {
    return request.freeFrom() == null
        ? Future.succeededFuture()
        : calendars.free(request.freeFrom(), request.freeUntil(), caller);
  }

  private static void checkRange(OffsetDateTime from, OffsetDateTime until) {
    if (from == null && until == null) {
      return;
    }
    if (from == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at("freeFrom", "State it together with freeUntil."));
    }
    if (until == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at("freeUntil", "State it together with freeFrom."));
    }
    if (!from.isBefore(until)) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at("freeUntil", "It must be after freeFrom.", "freeFrom"));
    }
    if (Duration.between(from, until).compareTo(LONGEST_RANGE) > 0) {
      throw Failure.invalid(
          CommonFieldErrors.PERIOD_TOO_LONG.at(
              "freeUntil", "It must be at most 14 days after freeFrom.", LONGEST_RANGE.toDays()));
    }
  }
}
