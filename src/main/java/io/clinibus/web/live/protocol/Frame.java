package io.clinibus.web.live.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Json;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.web.http.ProblemResponses;
import java.time.Instant;

/**
 * A frame of a topic, encoded once and sent to all subscribers.
 *
 * @param from the version that the receiver must have; 0 if none is required
 * @param version the version that the receiver then has; 0 if it does not change
 * @param since commit time of the first change in this frame; null if it contains no change of the
 *     domain's data
 */
public record Frame(Topic topic, long from, long version, EncodedFrame text, Instant since) {

  public static Frame snapshot(Topic topic, long version, TopicState view) {
    ObjectNode json = json("snapshot").put("topic", topic.name()).put("version", version);
    json.set("data", view.json());
    return new Frame(topic, 0, version, new EncodedFrame(text(json)), null);
  }

  /** A delta; from a version to itself it states that nothing has changed. */
  public static Frame delta(
      Topic topic, long from, long version, TopicState.Difference difference) {
    ObjectNode json =
        json("delta").put("topic", topic.name()).put("from", from).put("version", version);
    json.set("data", difference.json());
    return new Frame(topic, from, version, new EncodedFrame(text(json)), null);
  }

  public static Frame presence(Topic topic, ObjectNode watching) {
    ObjectNode json = json("presence").put("topic", topic.name());
    json.set("data", watching);
    return new Frame(topic, 0, 0, new EncodedFrame(text(json)), null);
  }

  /** The same frame with the commit time of a change, or null. */
  public Frame asNewsOf(Instant committed) {
    return new Frame(topic, from, version, text, committed);
  }

  /** The text of a refusal; the name may be anything that a client has sent, or null. */
  public static String refused(String topic, Failure failure) {
    ObjectNode json = json("refused");
    if (topic != null) {
      json.put("topic", topic);
    }
    json.set("problem", ProblemResponses.document(failure));
    return text(json);
  }

  /** The text that confirms that a hold is bound to the socket. */
  public static String kept(Hold hold) {
    return text(
        json("kept")
            .put("hold", hold.id().toString())
            .put("expiresAt", hold.expiresAt().toString()));
  }

  /**
   * The text of a refusal to bind a hold; its id may be anything that a client has sent, or null.
   */
  public static String notKept(String hold, Failure failure) {
    ObjectNode json = json("refused");
    if (hold != null) {
      json.put("hold", hold);
    }
    json.set("problem", ProblemResponses.document(failure));
    return text(json);
  }

  public static ObjectNode json(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  public static String text(ObjectNode json) {
    try {
      return Json.MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("frame cannot be encoded", e);
    }
  }
}
