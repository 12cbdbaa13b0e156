package io.clinibus.web.live.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.live.topic.TopicState;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** How many on this node look at a department's day, and at each of its doctors'. */
final class Presence {

  private Presence() {}

  /** The doctors a department's day shows. */
  static Set<UUID> doctors(TopicState day) {
    Set<UUID> ids = new TreeSet<>();
    for (JsonNode doctor : day.about().path("doctors")) {
      ids.add(UUID.fromString(doctor.path("id").asText()));
    }
    return ids;
  }

  /**
   * What to tell those who watch a department's day.
   *
   * @param watched what is watched that has to do with a doctor
   */
  static Frame of(
      TopicSubscribers department, BiConsumer<UUID, Consumer<TopicSubscribers>> watched) {
    LocalDate day = department.topic().from();
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("department", department.subscribers().size());
    ObjectNode perDoctor = data.putObject("doctors");
    for (UUID doctor : department.touchedBy()) {
      Set<Subscriber> looking = new HashSet<>();
      watched.accept(
          doctor,
          one -> {
            if (one.topic().type().showsSlots() && one.topic().covers(day)) {
              looking.addAll(one.subscribers());
            }
          });
      if (!looking.isEmpty()) {
        perDoctor.put(doctor.toString(), looking.size());
      }
    }
    return Frame.presence(department.topic(), data);
  }
}
