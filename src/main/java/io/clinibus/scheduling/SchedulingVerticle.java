package io.clinibus.scheduling;

import io.clinibus.bus.Bus;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.keys.RsaKey;
import io.clinibus.platform.limits.KeyedHash;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.scheduling.agenda.DayLoadRepository;
import io.clinibus.scheduling.agenda.DayLoadSummary;
import io.clinibus.scheduling.agenda.DepartmentDayRepository;
import io.clinibus.scheduling.agenda.DepartmentDays;
import io.clinibus.scheduling.agenda.PersonalAgenda;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.QueueApi;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.VisitTypesApi;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.appointments.AppointmentCalendarFiles;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.appointments.AppointmentSearch;
import io.clinibus.scheduling.appointments.Appointments;
import io.clinibus.scheduling.appointments.Representatives;
import io.clinibus.scheduling.appointments.TreatedPatientsRule;
import io.clinibus.scheduling.assignment.AssignmentBooking;
import io.clinibus.scheduling.assignment.AssignmentRepository;
import io.clinibus.scheduling.assignment.AssignmentSearch;
import io.clinibus.scheduling.assignment.AssignmentThesaurus;
import io.clinibus.scheduling.assignment.Assignments;
import io.clinibus.scheduling.assignment.RedFlags;
import io.clinibus.scheduling.booking.Booking;
import io.clinibus.scheduling.booking.HoldExpiryJob;
import io.clinibus.scheduling.booking.HoldRepository;
import io.clinibus.scheduling.booking.Rescheduling;
import io.clinibus.scheduling.booking.SlotHolds;
import io.clinibus.scheduling.booking.SlotSelection;
import io.clinibus.scheduling.booking.VisitTypeSelection;
import io.clinibus.scheduling.booking.VisitorHoldRepository;
import io.clinibus.scheduling.booking.VisitorHolds;
import io.clinibus.scheduling.hours.AvailabilityExceptions;
import io.clinibus.scheduling.hours.AvailabilityRepository;
import io.clinibus.scheduling.hours.ClinicPolicy;
import io.clinibus.scheduling.hours.ConflictFinder;
import io.clinibus.scheduling.hours.ConflictRepository;
import io.clinibus.scheduling.hours.RuleEditor;
import io.clinibus.scheduling.hours.WeeklyHoursService;
import io.clinibus.scheduling.queue.PatientQueue;
import io.clinibus.scheduling.queue.QueueRepository;
import io.clinibus.scheduling.queue.WallRepository;
import io.clinibus.scheduling.queue.WallScreens;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.DayCache;
import io.clinibus.scheduling.slots.DayRepository;
import io.clinibus.scheduling.slots.DaySlotsCache;
import io.clinibus.scheduling.slots.FreeTimeSearch;
import io.clinibus.scheduling.slots.RedisDayCache;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.slots.RulesRepository;
import io.clinibus.scheduling.slots.SlotQueries;
import io.clinibus.scheduling.stored.ClearSchedulingRows;
import io.clinibus.scheduling.stored.ExceptionNotes;
import io.clinibus.scheduling.stored.RequestFingerprints;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.VisitOwnerRepository;
import io.clinibus.scheduling.visittypes.VisitTypeRepository;
import io.clinibus.scheduling.visittypes.VisitTypes;
import io.clinibus.scheduling.waitlist.Waitlist;
import io.clinibus.scheduling.waitlist.WaitlistMatchingJob;
import io.clinibus.scheduling.waitlist.WaitlistMatchingRepository;
import io.clinibus.scheduling.waitlist.WaitlistRepository;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;

/** Wires the scheduling domain. */
public final class SchedulingVerticle extends VerticleBase {

  private final NodeContext platform;

  public SchedulingVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Clock clock = platform.clock();
    ChangeFeed feed = platform.changes();
    var dayRepository = new DayRepository(platform.database());
    var calendarRepository = new AvailabilityRepository(platform.database());
    var conflictRepository = new ConflictRepository(platform.database());
    var appointmentRepository = new AppointmentRepository(platform.database());
    var appointmentSearch = new AppointmentSearch(platform.database());

    var rules = new RuleCache(vertx, new RulesRepository(platform.database(), clock), feed);
    var redisDays = new RedisDayCache(platform.redis(), clock);
    var days = new DayCache(vertx, dayRepository, redisDays, rules, feed, clock);
    days.measuredBy(platform.metrics());
    var changePublisher = new ChangePublisher(bus, rules, days);
    var daySlots = new DaySlotsCache(clock);
    var freeTimes = new FreeTimeSearch(rules, days, daySlots);
    var slots = new SlotQueries(rules, days, daySlots, freeTimes, dayRepository, clock);
    var slotSelection = new SlotSelection(rules, slots, clock);
    var form = new DataFormCheck(platform.database(), DataForm.SEALED_BOOKINGS);
    var texts =
        new SealedTexts(
            new VisitOwnerRepository(platform.database()),
            platform.patientKeys(),
            form,
            new UnreadableSealLog(
                platform.database(), platform.settings().node().name(), platform.metrics()));
    var requestHashes = vertx.executeBlocking(this::requestHashes);
    var fingerprints = new RequestFingerprints(requestHashes::result, form);
    var visitTypeSelection = new VisitTypeSelection(rules);
    var treatment = new TreatedPatientsRule(appointmentRepository);
    var representatives = new Representatives(appointmentRepository, clock);
    var booking =
        new Booking(
            appointmentRepository,
            treatment,
            representatives,
            texts,
            fingerprints,
            rules,
            slotSelection,
            changePublisher,
            clock);
    var holdRepository = new HoldRepository(platform.database());
    var networkHash = vertx.executeBlocking(() -> KeyedHash.of(platform.settings().signingKey()));
    var visitorHolds =
        new VisitorHolds(
            new VisitorHoldRepository(platform.database()),
            holdRepository,
            platform.rateLimiter(),
            networkHash::result,
            rules,
            slotSelection,
            changePublisher,
            clock);
    var slotHolds =
        new SlotHolds(
            holdRepository,
            visitorHolds,
            treatment,
            representatives,
            rules,
            slotSelection,
            changePublisher,
            clock);
    var waitlistRepository = new WaitlistRepository(platform.database());
    var appointments =
        new Appointments(
            appointmentRepository, appointmentSearch, representatives, texts, rules, clock);
    var calendarFiles = new AppointmentCalendarFiles(appointments, rules, clock);
    var personalAgenda = new PersonalAgenda(appointments, waitlistRepository, texts, rules, clock);
    var waitlist =
        new Waitlist(
            waitlistRepository,
            freeTimes,
            booking,
            visitTypeSelection,
            appointments,
            representatives,
            treatment,
            texts,
            rules,
            changePublisher,
            clock);
    var waitlistMatcher =
        new WaitlistMatchingJob(
            vertx,
            new WaitlistMatchingRepository(platform.database()),
            freeTimes,
            rules,
            changePublisher,
            platform.jobs(),
            clock);
    var departmentDays =
        new DepartmentDays(new DepartmentDayRepository(platform.database()), rules);
    var dayLoads = new DayLoadSummary(new DayLoadRepository(platform.database()), rules);
    var thesaurus = vertx.executeBlocking(AssignmentThesaurus::load);
    var redFlags = vertx.executeBlocking(RedFlags::load);
    var assignmentRepository = new AssignmentRepository(platform.database());
    var assignments =
        new Assignments(
            bus,
            assignmentRepository,
            thesaurus::result,
            redFlags::result,
            new AssignmentSearch(rules, days, clock),
            dayRepository,
            new AssignmentBooking(assignmentRepository, booking, texts, fingerprints),
            visitTypeSelection,
            representatives,
            rules,
            clock);
    var rescheduling =
        new Rescheduling(
            appointmentRepository,
            appointments,
            texts,
            rules,
            slotSelection,
            changePublisher,
            clock);
    var ruleEditor = new RuleEditor(calendarRepository, changePublisher, waitlistMatcher, clock);
    var conflictFinder = new ConflictFinder(conflictRepository, rules, clock);
    var weeklyHours = new WeeklyHoursService(ruleEditor, conflictFinder, rules, clock);
    var exceptions =
        new AvailabilityExceptions(
            calendarRepository,
            ruleEditor,
            conflictFinder,
            rules,
            new ExceptionNotes(
                platform.patientKeys(),
                new DataFormCheck(platform.database(), DataForm.SEALED_STAFF_TEXTS)),
            clock);
    var clinicPolicy =
        new ClinicPolicy(calendarRepository, conflictRepository, ruleEditor, rules, clock);

    var visitTypes =
        new VisitTypes(new VisitTypeRepository(platform.database()), changePublisher, clock);
    var queueRepository = new QueueRepository(platform.database());
    var patientQueue =
        new PatientQueue(queueRepository, appointments, rules, changePublisher, clock);
    var wallScreens =
        new WallScreens(
            new WallRepository(platform.database()),
            queueRepository,
            rules,
            changePublisher,
            clock);

    new HoldExpiryJob(holdRepository, changePublisher, clock, platform.metrics())
        .start(platform.jobs());
    waitlistMatcher.start();
    new SealingJob(
            platform.database(),
            platform.patientKeys(),
            "scheduling",
            DataForm.SEALED_STAFF_TEXTS,
            ClearSchedulingRows.ALL,
            platform.metrics())
        .start(platform.jobs());
    return Future.all(
            feed.on(SchedulingEvents.APPOINTMENT_CHANGED, changePublisher::apply),
            feed.on(SchedulingEvents.HOLD_CHANGED, changePublisher::apply),
            feed.on(SchedulingEvents.CALENDAR_CHANGED, changePublisher::apply),
            feed.on(SchedulingEvents.CLINIC_RULES_CHANGED, changePublisher::apply))
        .compose(
            subscribed -> Future.all(feed.start(), thesaurus, redFlags, networkHash, requestHashes))
        .compose(
            current ->
                Future.all(
                    List.of(
                        bus.serve(AvailabilityApi.GET_AVAILABILITY, weeklyHours::get),
                        bus.serve(AvailabilityApi.SET_AVAILABILITY, weeklyHours::set),
                        bus.serve(AvailabilityApi.LIST_AVAILABILITY_EXCEPTIONS, exceptions::list),
                        bus.serve(AvailabilityApi.ADD_AVAILABILITY_EXCEPTION, exceptions::add),
                        bus.serve(
                            AvailabilityApi.REMOVE_AVAILABILITY_EXCEPTION, exceptions::remove),
                        bus.serve(AvailabilityApi.CLOSE_CALENDAR, weeklyHours::close),
                        bus.serve(ClinicRulesApi.GET_POLICY, clinicPolicy::policy),
                        bus.serve(ClinicRulesApi.SET_POLICY, clinicPolicy::setPolicy),
                        bus.serve(ClinicRulesApi.PREVIEW_ZONE_CHANGE, clinicPolicy::previewZone),
                        bus.serve(ClinicRulesApi.LIST_HOLIDAYS, clinicPolicy::listHolidays),
                        bus.serve(ClinicRulesApi.ADD_HOLIDAY, clinicPolicy::addHoliday),
                        bus.serve(ClinicRulesApi.REMOVE_HOLIDAY, clinicPolicy::removeHoliday),
                        bus.serve(VisitTypesApi.LIST_VISIT_TYPES, visitTypes::list),
                        bus.serve(VisitTypesApi.GET_VISIT_TYPE, visitTypes::get),
                        bus.serve(VisitTypesApi.CREATE_VISIT_TYPE, visitTypes::create),
                        bus.serve(VisitTypesApi.UPDATE_VISIT_TYPE, visitTypes::update),
                        bus.serve(SlotsApi.GET_SCHEDULE, slots::schedule),
                        bus.serve(
                            SlotsApi.LIST_AVAILABLE_SLOTS, slots::available, slots::stillAvailable),
                        bus.serve(SlotsApi.LIST_DEPARTMENT_SLOTS, slots::departmentSlots),
                        bus.serve(SlotsApi.FIND_FIRST_FREE, slots::firstFree),
                        bus.serve(
                            SlotsApi.FIND_FIRST_FREE_OF_DEPARTMENTS, slots::firstFreeOfDepartments),
                        bus.serve(SlotsApi.FIND_FREE_DOCTORS, slots::freeDoctors),
                        bus.serve(AppointmentsApi.BOOK_APPOINTMENT, booking::book),
                        bus.serve(AppointmentsApi.OVERBOOK_APPOINTMENT, booking::overbook),
                        bus.serve(AssignmentApi.AUTO_ASSIGN, assignments::assign),
                        bus.serve(HoldsApi.HOLD_SLOT, slotHolds::hold),
                        bus.serve(HoldsApi.HOLD_AS_VISITOR, visitorHolds::hold),
                        bus.serve(HoldsApi.EXTEND_VISITOR_HOLD, visitorHolds::extend),
                        bus.serve(HoldsApi.RELEASE_VISITOR_HOLD, visitorHolds::release),
                        bus.serve(HoldsApi.LIST_HOLDS, slotHolds::list),
                        bus.serve(HoldsApi.RELEASE_HOLD, slotHolds::release),
                        bus.serve(HoldsApi.KEEP_HOLD, slotHolds::keep),
                        bus.serve(HoldsApi.ABANDON_HOLDS, slotHolds::abandon),
                        bus.serve(WaitlistApi.LIST_WAITLIST, waitlist::list),
                        bus.serve(WaitlistApi.JOIN_WAITLIST, waitlist::join),
                        bus.serve(WaitlistApi.LEAVE_WAITLIST, waitlist::leave),
                        bus.serve(WaitlistApi.ACCEPT_OFFER, waitlist::accept),
                        bus.serve(WaitlistApi.PASS_OFFER, waitlist::pass),
                        bus.serve(AppointmentsApi.LIST_APPOINTMENTS, appointments::list),
                        bus.serve(AppointmentsApi.GET_APPOINTMENT, appointments::get),
                        bus.serve(AppointmentsApi.GET_CALENDAR_FILE, calendarFiles::get),
                        bus.serve(AppointmentsApi.GET_APPOINTMENT_HISTORY, appointments::history),
                        bus.serve(AgendaApi.LIST_UPCOMING, personalAgenda::upcoming),
                        bus.serve(AgendaApi.GET_DEPARTMENT_DAY, departmentDays::get),
                        bus.serve(AgendaApi.GET_ROTA, departmentDays::rota),
                        bus.serve(QueueApi.GET_QUEUE, patientQueue::get),
                        bus.serve(QueueApi.CALL_PATIENT, patientQueue::call),
                        bus.serve(QueueApi.LIST_WALLS, wallScreens::list),
                        bus.serve(QueueApi.ADD_WALL, wallScreens::add),
                        bus.serve(QueueApi.REMOVE_WALL, wallScreens::remove),
                        bus.serve(QueueApi.GET_WALL, wallScreens::get),
                        bus.serve(AgendaApi.LIST_DAY_LOADS, dayLoads::list),
                        bus.serve(AppointmentsApi.RESCHEDULE_APPOINTMENT, rescheduling::reschedule),
                        bus.serve(AppointmentsApi.CANCEL_APPOINTMENT, rescheduling::cancel),
                        bus.serve(
                            AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
                            rescheduling::changeStatus))));
  }

  private List<KeyedHash> requestHashes() {
    return RsaKey.read(platform.settings().signingKey()).stream()
        .map(key -> KeyedHash.with(key.derive("booking requests")))
        .toList();
  }
}
