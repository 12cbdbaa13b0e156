package io.clinibus.scheduling.agenda;

import io.clinibus.bus.Caller;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AgendaApi.Upcoming;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.appointments.Appointments;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.waitlist.WaitlistRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;

/** A user's own upcoming appointments and waitlist entries. */
public final class PersonalAgenda {

  private static final int MAX_UPCOMING = 500;

  private final Appointments appointments;
  private final WaitlistRepository waitlist;
  private final SealedTexts texts;
  private final RuleCache rules;
  private final Clock clock;

  public PersonalAgenda(
      Appointments appointments,
      WaitlistRepository waitlist,
      SealedTexts texts,
      RuleCache rules,
      Clock clock) {
    this.appointments = appointments;
    this.waitlist = waitlist;
    this.texts = texts;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * The appointments of the caller and those whom the caller represents, from the start of today.
   */
  public Future<Upcoming> upcoming(ListUpcoming wanted, Caller caller) {
    Scope own = AppointmentActors.ownScope(caller, clock.instant());
    return rules.clinic().compose(clinic -> upcoming(own, clinic, caller));
  }

  private Future<Upcoming> upcoming(Scope own, ClinicRules clinic, Caller caller) {
    OffsetDateTime today = clinic.local(clinic.wholeDay(clinic.dayOf(clock.instant())).start());
    return Future.all(
            appointments.from(today, own, MAX_UPCOMING, clinic, caller),
            own.patientId() == null
                ? Future.succeededFuture(List.<WaitlistEntry>of())
                : waitlist
                    .openOf(own.patientId(), own.at(), clinic)
                    .compose(entries -> texts.open(TextKind.ENTRIES, entries, caller)))
        .map(both -> new Upcoming(both.resultAt(0), both.resultAt(1)));
  }
}
