package io.clinibus.directory;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.bus.NoContent;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Client of the scheduling domain. */
final class DoctorCalendars {

  private final Bus bus;

  DoctorCalendars(Bus bus) {
    this.bus = bus;
  }

  /** Doctors with a free slot that starts in [from, until). */
  Future<UUID[]> free(OffsetDateTime from, OffsetDateTime until, Caller caller) {
    return bus.request(SlotsApi.FIND_FREE_DOCTORS, new FindFreeDoctors(from, until), caller)
        .map(free -> free.doctorIds().toArray(UUID[]::new));
  }

  /** The doctor's weekly hours, or null if none have been set. */
  Future<Availability> availability(UUID doctorId, Caller caller) {
    return bus.request(AvailabilityApi.GET_AVAILABILITY, new GetAvailability(doctorId), caller)
        .map(availability -> availability.windows().isEmpty() ? null : availability)
        .recover(cause -> ifNone(cause, null));
  }

  /** Fails with {@code IN_USE} and the conflicts while there are upcoming appointments. */
  Future<NoContent> close(UUID doctorId, Caller caller) {
    return bus.request(AvailabilityApi.CLOSE_CALENDAR, new CloseCalendar(doctorId), caller)
        .recover(cause -> ifNone(cause, NoContent.DONE));
  }

  /** A doctor without weekly hours has no calendar. */
  private static <T> Future<T> ifNone(Throwable cause, T instead) {
    return cause instanceof Failure failure && failure.code() == FailureCode.NOT_FOUND
        ? Future.succeededFuture(instead)
        : Future.failedFuture(cause);
  }
}
