package io.clinibus.web.live.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.bus.Operation;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.reports.api.ReportsApi.GetOverview;
import io.clinibus.reports.api.ReportsApi.Overview;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AgendaApi.Upcoming;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.Schedule;
import io.clinibus.web.security.RoleRequirement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * The kinds of topics there are: who may watch them, which operation says what they show, and how
 * often they are read anew although nothing was heard to have changed. The domain decides whose
 * data is shown; a kind that states no roles keeps the node from starting.
 */
public enum TopicType {
  /** One doctor's day: {@code slots/{doctorId}/{day}}. */
  SLOTS(
      List.of("ANYONE"),
      Source.of(
          SlotsApi.GET_SCHEDULE,
          topic -> new GetSchedule(topic.id(), topic.from(), topic.days()),
          TopicType::slots)),

  /** Some of one doctor's days: {@code range/{doctorId}/{from}/{days}}. */
  RANGE(List.of("ANYONE"), SLOTS.source),

  /** A department's day: {@code department/{departmentId}/{day}}. */
  DEPARTMENT(
      List.of("ADMIN", "RECEPTIONIST", "DOCTOR"),
      Source.of(
          AgendaApi.GET_DEPARTMENT_DAY,
          topic -> new GetDepartmentDay(topic.id(), topic.from()),
          TopicType::day)),

  /** The subscriber's own appointments: {@code me}. */
  ME(
      List.of("PATIENT", "DOCTOR"),
      Source.of(AgendaApi.LIST_UPCOMING, topic -> new ListUpcoming(), TopicType::own)),

  /** The clinic in numbers: {@code clinic}. */
  CLINIC(
      List.of("ADMIN"),
      Source.of(ReportsApi.GET_OVERVIEW, topic -> new GetOverview(), TopicType::numbers));

  /** What stands for the clinic as a whole. */
  public static final UUID WHOLE_CLINIC = new UUID(0, 0);

  private static final int ME_MINUTES = 5;

  /** How a topic is read: what is asked, and what the answer shows. */
  public record Source<Q extends Record, R extends Record>(
      Operation<Q, R> operation, Function<Topic, Q> question, Function<R, TopicState> shown) {

    static <Q extends Record, R extends Record> Source<Q, R> of(
        Operation<Q, R> operation, Function<Topic, Q> question, Function<R, TopicState> shown) {
      return new Source<>(operation, question, shown);
    }
  }

  private final RoleRequirement access;
  private final Source<?, ?> source;

  TopicType(List<String> roles, Source<?, ?> source) {
    this.access = RoleRequirement.of("the topic " + name(), roles);
    this.source = source;
  }

  public RoleRequirement access() {
    return access;
  }

  public Source<?, ?> source() {
    return source;
  }

  /** Whether slots are shown, whose state changes with time alone, at full minutes. */
  public boolean showsSlots() {
    return this == SLOTS || this == RANGE;
  }

  /**
   * Whether it is read every other second at most, however much changes: it takes long to read, and
   * nearly everything changes it.
   */
  public boolean isReadSeldom() {
    return this == CLINIC;
  }

  /** Whether it has to be asked of the domain for each subscriber whether they may. */
  public boolean needsConsent() {
    return this == DEPARTMENT;
  }

  /**
   * Whether it is read anew when a minute begins, although nothing was heard to have changed: names
   * change, which nobody announces, and days begin and end.
   */
  public boolean isDueAt(long minute) {
    return this != ME || minute % ME_MINUTES == 0;
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

  private static TopicState day(DepartmentDay day) {
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

  private static TopicState own(Upcoming upcoming) {
    Map<String, JsonNode> items = new TreeMap<>();
    upcoming.items().forEach(visit -> items.put(visit.id().toString(), json(visit)));
    ObjectNode about = Json.MAPPER.createObjectNode();
    about.set("waitlist", json(upcoming.waitlist()));
    return new TopicState(about, items);
  }

  private static TopicState numbers(Overview overview) {
    return new TopicState((ObjectNode) json(overview), Map.of());
  }

  private static JsonNode json(Object value) {
    return Json.MAPPER.valueToTree(value);
  }
}
