package io.clinibus.web.live.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.Topic;
import io.clinibus.web.live.protocol.Frame;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Counts the subscribers of this node that look at a topic and at each of its members. */
final class ViewerCounts {

  private ViewerCounts() {}

  /**
   * The frame for the subscribers of a topic that pushes presence.
   *
   * @param bySubject passes on the topics that depend on a member
   */
  static Frame of(TopicSubscribers whole, BiConsumer<UUID, Consumer<TopicSubscribers>> bySubject) {
    Topic topic = whole.topic();
    LiveTopic.Presence counts = topic.type().presence();
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put(counts.whole(), whole.subscribers().size());
    ObjectNode members = data.putObject(counts.members());
    for (UUID member : whole.subjects()) {
      Set<Subscriber> present = new HashSet<>();
      bySubject.accept(
          member,
          one -> {
            if (counts.counted().contains(one.topic().type())
                && (topic.from() == null || one.topic().covers(topic.from()))) {
              present.addAll(one.subscribers());
            }
          });
      if (!present.isEmpty()) {
        members.put(member.toString(), present.size());
      }
    }
    return Frame.presence(topic, data);
  }
}
