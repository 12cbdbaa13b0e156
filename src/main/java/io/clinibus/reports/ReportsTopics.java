package io.clinibus.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.reports.api.ReportsApi.GetOverview;
import io.clinibus.scheduling.api.SchedulingEvents;
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

  static final List<LiveTopic<?, ?>> ALL = List.of(CLINIC);

  private ReportsTopics() {}
}
