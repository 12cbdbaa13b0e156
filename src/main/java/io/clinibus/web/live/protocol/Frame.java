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
 * What the server says about a topic: written once, sent to everybody who watches.
 *
 * @param from the version the receiver must have; 0 if it needs none
 * @param version the version the receiver has afterwards; 0 if it stays as it is
 * @param since when the first change was committed that this is news of; null if it is no news, or
 *     not of a change
 */
public record Frame(Topic topic, long from, long version, EncodedFrame text, Instant since) {

  public static Frame snapshot(Topic topic, long version, TopicState view) {
    ObjectNode json = json("snapshot").put("topic", topic.name()).put("version", version);
    json.set("data", view.json());
    return new Frame(topic, 0, version, new EncodedFrame(text(json)), null);
  }

  /** A difference; from a version to itself it says that nothing is different. */
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

  /** The same, as news of a change; null for none. */
  public Frame asNewsOf(Instant committed) {
    return new Frame(topic, from, version, text, committed);
  }

  /** The text of a refusal; the name may be anything a client has sent, or null. */
  public static String refused(String topic, Failure failure) {
    ObjectNode json = json("refused");
    if (topic != null) {
      json.put("topic", topic);
    }
    json.set("problem", ProblemResponses.document(failure));
    return text(json);
  }

  /** The text that says that a hold ends with the socket now. */
  public static String kept(Hold hold) {
    return text(
        json("kept")
            .put("hold", hold.id().toString())
            .put("expiresAt", hold.expiresAt().toString()));
  }

  /** The text of a refusal to keep a hold; its id may be anything a client has sent, or null. */
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
      throw new IllegalStateException("a frame cannot be written", e);
    }
  }
}
