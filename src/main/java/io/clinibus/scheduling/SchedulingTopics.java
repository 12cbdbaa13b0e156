package io.clinibus.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.LiveTopic.Presence;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetRota;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AgendaApi.Upcoming;
import io.clinibus.scheduling.api.QueueApi;
import io.clinibus.scheduling.api.QueueApi.GetQueue;
import io.clinibus.scheduling.api.QueueApi.GetWall;
import io.clinibus.scheduling.api.QueueApi.Queue;
import io.clinibus.scheduling.api.QueueApi.WallView;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.AppointmentChanged;
import io.clinibus.scheduling.api.SchedulingEvents.DayVersion;
import io.clinibus.scheduling.api.SchedulingEvents.WaitlistChanged;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.Schedule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** The live topics of the scheduling domain. */
public final class SchedulingTopics {

  private static final int PERSONAL_MINUTES = 5;

  /** One doctor's day; items are slots by start. */
  public static final LiveTopic<?, ?> SLOTS = schedule("slots/{doctorId}/{day}");

  /** Several of one doctor's days; items are slots by start. */
  public static final LiveTopic<?, ?> RANGE = schedule("range/{doctorId}/{from}/{days}");

  /** The same for visits of a type. */
  public static final LiveTopic<?, ?> TYPE_RANGE =
      schedule("type-range/{doctorId}/{from}/{days}/{visitTypeId}");

  /** A department's day; items are appointments by id, members its doctors. */
  public static final LiveTopic<?, ?> DEPARTMENT =
      department(
              "department/{departmentId}/{day}",
              AgendaApi.GET_DEPARTMENT_DAY,
              topic -> new GetDepartmentDay(topic.id(), topic.from()))
          .roles("ADMIN", "RECEPTIONIST")
          .build();

  /** The same for one of the department's doctors, with that doctor's patients only. */
  public static final LiveTopic<?, ?> ROTA =
      department(
              "rota/{doctorId}/{day}",
              AgendaApi.GET_ROTA,
              topic -> new GetRota(topic.id(), topic.from()))
          .roles("DOCTOR")
          .build();

  /** The subscriber's own appointments, and those of whom they represent, by id. */
  public static final LiveTopic<?, ?> ME =
      LiveTopic.of(
              "me", AgendaApi.LIST_UPCOMING, topic -> new ListUpcoming(), SchedulingTopics::own)
          .roles("PATIENT", "DOCTOR")
          .personal(SchedulingTopics::person)
          .everyMinutes(PERSONAL_MINUTES)
          .invalidatedBy(SchedulingEvents.APPOINTMENT_CHANGED, SchedulingTopics::people)
          .invalidatedBy(SchedulingEvents.WAITLIST_CHANGED, SchedulingTopics::people)
          .invalidatedBy(
              FamilyApi.REPRESENTATION_CHANGED, event -> Set.of(event.representativeId()))
          .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
          .invalidatedBy(
              PatientMergesApi.PATIENTS_MERGED, event -> Set.of(event.fromId(), event.intoId()))
          .build();

  /** The patients who wait today; items are by appointment id. */
  public static final LiveTopic<?, ?> QUEUE =
      LiveTopic.of("queue", QueueApi.GET_QUEUE, topic -> new GetQueue(), SchedulingTopics::queue)
          .roles("ADMIN", "RECEPTIONIST")
          .invalidatedBy(SchedulingEvents.APPOINTMENT_CHANGED)
          .invalidatedBy(SchedulingEvents.PATIENT_CALLED)
          .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
          .invalidatedBy(PatientsApi.PATIENT_ERASED)
          .build();

  /** What a screen in a waiting room shows; it has no items. */
  public static final LiveTopic<?, ?> WALL =
      LiveTopic.of(
              "wall/{wallId}",
              QueueApi.GET_WALL,
              topic -> new GetWall(topic.id()),
              SchedulingTopics::wall)
          .roles("ANYONE")
          .throttled()
          .invalidatedBy(SchedulingEvents.APPOINTMENT_CHANGED)
          .invalidatedBy(SchedulingEvents.PATIENT_CALLED)
          .invalidatedBy(SchedulingEvents.WALL_REMOVED, event -> Set.of(event.wallId()))
          .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
          .build();

  static final List<LiveTopic<?, ?>> ALL =
      List.of(SLOTS, RANGE, TYPE_RANGE, DEPARTMENT, ROTA, ME, QUEUE, WALL);

  private SchedulingTopics() {}

  private static LiveTopic<?, ?> schedule(String pattern) {
    return LiveTopic.of(
            pattern,
            SlotsApi.GET_SCHEDULE,
            topic -> new GetSchedule(topic.id(), topic.from(), topic.days(), topic.variant()),
            SchedulingTopics::slots)
        .roles("ANYONE")
        .invalidatedBy(
            SchedulingEvents.APPOINTMENT_CHANGED,
            SchedulingTopics::doctors,
            (event, topic) -> covers(topic, event.days()))
        .invalidatedBy(
            SchedulingEvents.HOLD_CHANGED,
            event -> Set.of(event.doctorId()),
            (event, topic) -> covers(topic, event.days()))
        .invalidatedBy(SchedulingEvents.CALENDAR_CHANGED, event -> Set.of(event.doctorId()))
        .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
        .build();
  }

  private static <Q extends Record> LiveTopic.Builder<Q, DepartmentDay> department(
      String pattern, Operation<Q, DepartmentDay> operation, Function<Topic, Q> request) {
    return LiveTopic.of(pattern, operation, request, SchedulingTopics::departmentDay)
        .authorized()
        .members(SchedulingTopics::doctors)
        .presence(new Presence("department", "doctors", Set.of(SLOTS, RANGE, TYPE_RANGE)))
        .invalidatedBy(
            SchedulingEvents.APPOINTMENT_CHANGED,
            SchedulingTopics::doctors,
            (event, topic) -> covers(topic, event.days()))
        .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
        .invalidatedBy(PatientsApi.PATIENT_ERASED);
  }

  private static boolean covers(Topic topic, List<DayVersion> days) {
    return days.stream().map(DayVersion::day).anyMatch(topic::covers);
  }

  private static Set<UUID> doctors(AppointmentChanged event) {
    Set<UUID> ids = new HashSet<>(Set.of(event.doctorId()));
    event.days().stream().map(DayVersion::doctorId).forEach(ids::add);
    return ids;
  }

  private static Set<UUID> people(AppointmentChanged event) {
    Set<UUID> ids = doctors(event);
    ids.add(event.patientId());
    ids.addAll(event.representativeIds());
    return ids;
  }

  private static Set<UUID> people(WaitlistChanged event) {
    Set<UUID> ids = new HashSet<>(event.representativeIds());
    ids.add(event.patientId());
    return ids;
  }

  /** Whose appointments are the caller's own: a doctor's or a patient's. */
  private static UUID person(Caller caller) {
    UUID id =
        caller.has(Role.DOCTOR) && caller.doctorId() != null
            ? caller.doctorId()
            : caller.patientId();
    if (id == null) {
      throw Failure.forbidden("This account belongs to no patient and no doctor.");
    }
    return id;
  }

  private static TopicState slots(Schedule schedule) {
    ObjectNode about =
        Json.MAPPER
            .createObjectNode()
            .put("doctorId", schedule.doctorId().toString())
            .put("zone", schedule.zone());
    var days = about.putArray("days");
    Map<String, JsonNode> items = new TreeMap<>();
    for (var day : schedule.days()) {
      ObjectNode one =
          days.addObject().put("date", day.date().toString()).put("version", day.version());
      if (day.holiday() != null) {
        one.put("holiday", day.holiday());
      }
      for (var slot : day.slots()) {
        JsonNode item = json(slot);
        items.put(item.path("start").asText(), item);
      }
    }
    return new TopicState(about, items);
  }

  private static TopicState departmentDay(DepartmentDay day) {
    ObjectNode about =
        Json.MAPPER
            .createObjectNode()
            .put("departmentId", day.departmentId().toString())
            .put("day", day.day().toString())
            .put("zone", day.zone());
    about.set("doctors", json(day.doctors()));
    Map<String, JsonNode> items = new TreeMap<>();
    day.visits().forEach(visit -> items.put(visit.id().toString(), json(visit)));
    return new TopicState(about, items);
  }

  private static Set<UUID> doctors(TopicState departmentDay) {
    Set<UUID> ids = new TreeSet<>();
    for (JsonNode doctor : departmentDay.about().path("doctors")) {
      ids.add(UUID.fromString(doctor.path("id").asText()));
    }
    return ids;
  }

  private static TopicState own(Upcoming upcoming) {
    Map<String, JsonNode> items = new TreeMap<>();
    upcoming.items().forEach(visit -> items.put(visit.id().toString(), json(visit)));
    ObjectNode about = Json.MAPPER.createObjectNode();
    about.set("waitlist", json(upcoming.waitlist()));
    return new TopicState(about, items);
  }

  private static TopicState queue(Queue queue) {
    ObjectNode about =
        Json.MAPPER.createObjectNode().put("day", queue.day().toString()).put("zone", queue.zone());
    Map<String, JsonNode> items = new TreeMap<>();
    queue.items().forEach(entry -> items.put(entry.appointmentId().toString(), json(entry)));
    return new TopicState(about, items);
  }

  /** All in one part: a screen is read as a whole. */
  private static TopicState wall(WallView view) {
    return new TopicState((ObjectNode) json(view), Map.of());
  }

  private static JsonNode json(Object value) {
    return Json.MAPPER.valueToTree(value);
  }
}
