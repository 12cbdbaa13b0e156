package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentPage;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.appointments.AppointmentRepository.Found;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.appointments.AppointmentSearch.StoredPage;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.Stored;
import io.clinibus.scheduling.stored.TextKind;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads appointments. Callers who are not involved in an appointment cannot learn that it exists.
 */
public final class Appointments {

  private final AppointmentRepository repository;
  private final AppointmentSearch search;
  private final Representatives representatives;
  private final SealedTexts texts;
  private final RuleCache rules;
  private final Clock clock;

  public Appointments(
      AppointmentRepository repository,
      AppointmentSearch search,
      Representatives representatives,
      SealedTexts texts,
      RuleCache rules,
      Clock clock) {
    this.repository = repository;
    this.search = search;
    this.representatives = representatives;
    this.texts = texts;
    this.rules = rules;
    this.clock = clock;
  }

  /** An appointment; {@code NOT_FOUND} if the caller is not involved in it. */
  public Future<Appointment> get(GetAppointment wanted, Caller caller) {
    return find(wanted.appointmentId(), caller).compose(found -> shown(found.stored(), caller));
  }

  /** An appointment as it is shown to those who are involved in it. */
  public Future<Appointment> shown(Stored<Appointment> stored, Caller caller) {
    return Future.all(texts.open(TextKind.VISITS, stored, caller), rules.clinic())
        .map(
            both -> {
              Appointment opened = both.resultAt(0);
              ClinicRules clinic = both.resultAt(1);
              return clinic.localized(opened);
            });
  }

  /** An appointment in which the caller is involved, else {@code NOT_FOUND}. */
  public Future<Found> find(UUID id, Caller caller) {
    return involved(id, caller).map(Involved::found);
  }

  /** An appointment with the caller's relations to it. */
  public record Involved(Found found, Set<Actor> actors) {}

  /** As {@link #find}. */
  public Future<Involved> involved(UUID id, Caller caller) {
    return repository
        .find(id)
        .onSuccess(found -> found.ifPresent(it -> caller.concerns(it.appointment().patientId())))
        .compose(
            found ->
                found
                    .map(it -> involved(it, caller))
                    .orElseGet(() -> Future.failedFuture(Failure.notFound("appointment"))));
  }

  private Future<Involved> involved(Found found, Caller caller) {
    return representatives
        .actors(caller, found.appointment())
        .map(
            actors -> {
              if (actors.isEmpty()) {
                throw Failure.notFound("appointment");
              }
              return new Involved(found, actors);
            });
  }

  /**
   * A page of the appointments of the caller and of those whom the caller represents; of all for
   * the front desk.
   */
  public Future<AppointmentPage> list(ListAppointments wanted, Caller caller) {
    Scope scope = scope(caller);
    return Future.all(search.list(wanted, scope), rules.clinic())
        .compose(
            both -> {
              StoredPage page = both.resultAt(0);
              return shown(page.items(), both.resultAt(1), caller)
                  .map(shown -> new AppointmentPage(shown, page.next()));
            });
  }

  /** The first appointments in a scope that start at or after an instant, up to a limit. */
  public Future<List<Appointment>> from(
      OffsetDateTime from, Scope scope, int most, ClinicRules clinic, Caller caller) {
    return search.from(from, scope, most).compose(stored -> shown(stored, clinic, caller));
  }

  private Future<List<Appointment>> shown(
      List<Stored<Appointment>> stored, ClinicRules clinic, Caller caller) {
    return texts
        .open(TextKind.VISITS, stored, caller)
        .map(opened -> opened.stream().map(clinic::localized).toList());
  }

  /** The changes of an appointment. */
  public Future<AppointmentHistory> history(GetAppointmentHistory wanted, Caller caller) {
    return find(wanted.appointmentId(), caller)
        .compose(
            found ->
                rules
                    .clinic()
                    .compose(
                        clinic ->
                            repository.history(
                                wanted.appointmentId(), found.appointment().patientId(), clinic)))
        .compose(changes -> texts.open(TextKind.NOTES, changes, caller))
        .map(AppointmentHistory::new);
  }

  private Scope scope(Caller caller) {
    return caller.isFrontDesk() ? Scope.ALL : AppointmentActors.ownScope(caller, clock.instant());
  }
}
