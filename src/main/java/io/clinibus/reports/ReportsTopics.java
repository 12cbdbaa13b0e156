package io.clinibus.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.reports.api.ReportsApi.GetOverview;
import io.clinibus.reports.api.ReportsApi.GetToDo;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.AppointmentChanged;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The live topics of the reports domain. */
public final class ReportsTopics {

  /** The clinic in numbers; it has no items. */
  public static final LiveTopic<?, ?> CLINIC =
      LiveTopic.of(
              "clinic",
              ReportsApi.GET_OVERVIEW,
              topic -> new GetOverview(),
              overview -> new TopicState(Json.MAPPER.<ObjectNode>valueToTree(overview), Map.of()))
          .roles("ADMIN")
          .throttled()
          .invalidatedBy(SchedulingEvents.APPOINTMENT_CHANGED, event -> Set.of(Topic.WHOLE_CLINIC))
          .invalidatedBy(SchedulingEvents.CALENDAR_CHANGED, event -> Set.of(Topic.WHOLE_CLINIC))
          .invalidatedBy(SchedulingEvents.CLINIC_RULES_CHANGED)
          .build();

  /** What waits for the subscriber; it has no items. */
  public static final LiveTopic<?, ?> TO_DO =
      LiveTopic.of(
              "to-do",
              ReportsApi.GET_TO_DO,
              topic -> new GetToDo(),
              toDo -> new TopicState(Json.MAPPER.<ObjectNode>valueToTree(toDo), Map.of()))
          .roles("ADMIN", "RECEPTIONIST", "DOCTOR", "PRIVACY_OFFICER")
          .personal(Caller::userId)
          .throttled()
          .invalidatedBy(ReportsApi.TASKS_CHANGED)
          .invalidatedBy(EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED)
          .invalidatedBy(
              SchedulingEvents.APPOINTMENT_CHANGED, null, (event, topic) -> isOfEarlierDay(event))
          .build();

  static final List<LiveTopic<?, ?>> ALL = List.of(CLINIC, TO_DO);

  private ReportsTopics() {}

  /** Only visits of earlier days are tasks: those of today become some when the day ends. */
  private static boolean isOfEarlierDay(AppointmentChanged event) {
    return event.start().toInstant().isBefore(event.at().truncatedTo(ChronoUnit.DAYS));
  }
}
