package io.clinibus.scheduling;

import io.clinibus.bus.Bus;
import io.clinibus.platform.ChangeFeed;
import io.clinibus.platform.Platform;
import io.clinibus.platform.Purge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;

/** Wires the scheduling domain. */
public final class SchedulingVerticle extends VerticleBase {

  private final Platform platform;

  public SchedulingVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Clock clock = platform.clock();
    ChangeFeed feed = platform.changes();
    var dayRepository = new DayRepository(platform.database());
    var calendarRepository = new CalendarRepository(platform.database());
    var conflictRepository = new ConflictRepository(platform.database());
    var appointmentRepository = new AppointmentRepository(platform.database());
    var appointmentSearch = new AppointmentSearch(platform.database());

    var rules = new Rules(vertx, new RulesRepository(platform.database()), feed);
    var shared = new SharedDays(platform.redis(), clock);
    var days = new Days(vertx, dayRepository, shared, rules, feed, clock);
    days.measuredBy(platform.metrics());
    var changed = new Changed(bus, rules, days);
    var slots = new Slots(rules, days, dayRepository, clock);
    var offer = new Offer(rules, slots, clock);
    var booking = new Booking(appointmentRepository, rules, offer, changed, clock);
    var holdRepository = new HoldRepository(platform.database());
    var holding = new Holding(holdRepository, rules, offer, changed, clock);
    var waitlistRepository = new WaitlistRepository(platform.database());
    var appointments =
        new Appointments(
            appointmentRepository, appointmentSearch, waitlistRepository, rules, clock);
    var waitlist = new Waitlist(waitlistRepository, booking, appointments, rules, changed, clock);
    var matching =
        new Matching(new MatchingRepository(platform.database()), slots, rules, changed, clock);
    var departmentDays =
        new DepartmentDays(new DepartmentDayRepository(platform.database()), rules);
    var thesaurus = vertx.executeBlocking(AssignmentThesaurus::load);
    var assignmentRepository = new AssignmentRepository(platform.database());
    var assignments =
        new Assignments(
            bus,
            assignmentRepository,
            thesaurus::result,
            new AssignmentSearch(rules, days, clock),
            dayRepository,
            new AssignmentBooking(assignmentRepository, booking),
            rules,
            clock);
    var changes = new Changes(appointmentRepository, appointments, rules, offer, changed, clock);
    var ruleChanges = new RuleChanges(calendarRepository, changed, matching, clock);
    var conflicting = new Conflicting(conflictRepository, rules, clock);
    var calendars = new Calendars(ruleChanges, conflicting, rules, clock);
    var exceptions = new Exceptions(calendarRepository, ruleChanges, conflicting, rules, clock);
    var clinic = new Clinic(calendarRepository, conflictRepository, ruleChanges, rules, clock);

    new Purge(platform.database(), clock, ExpiredRows.ALL).start(platform.jobs(), "scheduling");
    new Expiry(holdRepository, changed, clock).start(platform.jobs());
    matching.start(platform.jobs());
    return Future.all(
            feed.on(SchedulingApi.APPOINTMENT_CHANGED, changed::heard),
            feed.on(SchedulingApi.HOLD_CHANGED, changed::heard),
            feed.on(SchedulingApi.CALENDAR_CHANGED, changed::heard),
            feed.on(SchedulingApi.CLINIC_RULES_CHANGED, changed::heard))
        .compose(subscribed -> Future.all(feed.start(), thesaurus))
        .compose(
            current ->
                Future.all(
                    java.util.List.of(
                        bus.serve(SchedulingApi.GET_AVAILABILITY, calendars::get),
                        bus.serve(SchedulingApi.SET_AVAILABILITY, calendars::set),
                        bus.serve(SchedulingApi.LIST_AVAILABILITY_EXCEPTIONS, exceptions::list),
                        bus.serve(SchedulingApi.ADD_AVAILABILITY_EXCEPTION, exceptions::add),
                        bus.serve(SchedulingApi.REMOVE_AVAILABILITY_EXCEPTION, exceptions::remove),
                        bus.serve(SchedulingApi.CLOSE_CALENDAR, calendars::close),
                        bus.serve(SchedulingApi.GET_POLICY, clinic::policy),
                        bus.serve(SchedulingApi.SET_POLICY, clinic::setPolicy),
                        bus.serve(SchedulingApi.LIST_HOLIDAYS, clinic::listHolidays),
                        bus.serve(SchedulingApi.ADD_HOLIDAY, clinic::addHoliday),
                        bus.serve(SchedulingApi.REMOVE_HOLIDAY, clinic::removeHoliday),
                        bus.serve(SchedulingApi.GET_SCHEDULE, slots::schedule),
                        bus.serve(
                            SchedulingApi.LIST_AVAILABLE_SLOTS,
                            slots::available,
                            slots::stillAvailable),
                        bus.serve(SchedulingApi.LIST_DEPARTMENT_SLOTS, slots::ofDepartment),
                        bus.serve(SchedulingApi.FIND_FIRST_FREE, slots::firstFree),
                        bus.serve(SchedulingApi.FIND_FREE_DOCTORS, slots::freeDoctors),
                        bus.serve(SchedulingApi.BOOK_APPOINTMENT, booking::book),
                        bus.serve(SchedulingApi.AUTO_ASSIGN, assignments::assign),
                        bus.serve(SchedulingApi.HOLD_SLOT, holding::hold),
                        bus.serve(SchedulingApi.LIST_HOLDS, holding::list),
                        bus.serve(SchedulingApi.RELEASE_HOLD, holding::release),
                        bus.serve(SchedulingApi.KEEP_HOLD, holding::keep),
                        bus.serve(SchedulingApi.ABANDON_HOLDS, holding::abandon),
                        bus.serve(SchedulingApi.LIST_WAITLIST, waitlist::list),
                        bus.serve(SchedulingApi.JOIN_WAITLIST, waitlist::join),
                        bus.serve(SchedulingApi.LEAVE_WAITLIST, waitlist::leave),
                        bus.serve(SchedulingApi.ACCEPT_OFFER, waitlist::accept),
                        bus.serve(SchedulingApi.PASS_OFFER, waitlist::pass),
                        bus.serve(SchedulingApi.LIST_APPOINTMENTS, appointments::list),
                        bus.serve(SchedulingApi.GET_APPOINTMENT, appointments::get),
                        bus.serve(SchedulingApi.GET_APPOINTMENT_HISTORY, appointments::history),
                        bus.serve(SchedulingApi.LIST_UPCOMING, appointments::upcoming),
                        bus.serve(SchedulingApi.GET_DEPARTMENT_DAY, departmentDays::get),
                        bus.serve(SchedulingApi.RESCHEDULE_APPOINTMENT, changes::reschedule),
                        bus.serve(SchedulingApi.CANCEL_APPOINTMENT, changes::cancel),
                        bus.serve(
                            SchedulingApi.CHANGE_APPOINTMENT_STATUS, changes::changeStatus))));
  }
}
