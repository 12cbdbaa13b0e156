package io.clinibus.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.bus.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes messages by reference within a node and as length-prefixed JSON between nodes. */
public final class EnvelopeCodec implements MessageCodec<Envelope, Envelope> {

  private static final Logger LOG = LoggerFactory.getLogger(EnvelopeCodec.class);
  static final String NAME = "clinibus";
  private static final int LENGTH_BYTES = 4;

  private final MessageTypes types;

  public EnvelopeCodec(MessageTypes types) {
    this.types = types;
  }

  @Override
  public void encodeToWire(Buffer buffer, Envelope message) {
    try {
      byte[] json = Json.MAPPER.writeValueAsBytes(toJson(message));
      buffer.appendInt(json.length).appendBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("message cannot be encoded", e);
    }
  }

  /**
   * Never throws: Vert.x would then never complete the request whose reply this is.
   *
   * @return {@link Envelope#UNREADABLE} if the bytes are no message of a registered type
   */
  @Override
  public Envelope decodeFromWire(int position, Buffer buffer) {
    int start = position + LENGTH_BYTES;
    try {
      return fromJson(
          Json.MAPPER.readTree(buffer.getBytes(start, start + buffer.getInt(position))));
    } catch (IOException | RuntimeException e) {
      // Without the cause's message, which may quote the content.
      LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("message unreadable");
      return Envelope.UNREADABLE;
    }
  }

  @Override
  public Envelope transform(Envelope message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static ObjectNode toJson(Envelope message) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (message.caller() != null) {
      json.set("caller", Json.MAPPER.valueToTree(message.caller()));
      json.put("signature", message.signature());
    }
    if (message.body() != null) {
      json.put("type", MessageTypes.wireName(message.body().getClass()));
      json.set("body", Json.MAPPER.valueToTree(message.body()));
    }
    if (message.failure() != null) {
      json.set("failure", failureToJson(message.failure()));
    }
    return json;
  }

  private static ObjectNode failureToJson(Failure failure) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("code", failure.code().name());
    json.put("detail", failure.getMessage());
    json.set("errors", Json.MAPPER.valueToTree(failure.errors()));
    json.set("extensions", Json.MAPPER.valueToTree(failure.extensions()));
    return json;
  }

  private Envelope fromJson(JsonNode json) throws JsonProcessingException {
    Caller caller =
        json.has("caller") ? Json.MAPPER.treeToValue(json.get("caller"), Caller.class) : null;
    Record body =
        json.has("type")
            ? Json.MAPPER.treeToValue(json.get("body"), types.named(json.get("type").asText()))
            : null;
    Failure failure = json.has("failure") ? failureFromJson(json.get("failure")) : null;
    if (body == null && failure == null) {
      throw new IllegalArgumentException("message has neither body nor failure");
    }
    return new Envelope(caller, body, failure, json.path("signature").asText(""));
  }

  private Failure failureFromJson(JsonNode json) {
    String name = json.get("code").asText();
    Optional<FailureCode> known = types.failure(name);
    if (known.isEmpty()) {
      LOG.atWarn().addKeyValue("code", name).log("unknown failure code from another node");
      return Failure.of(CommonFailures.INTERNAL);
    }
    return new Failure(
        known.get(),
        json.get("detail").asText(),
        Json.MAPPER.convertValue(json.get("errors"), new TypeReference<List<FieldError>>() {}),
        Json.MAPPER.convertValue(
            json.get("extensions"), new TypeReference<Map<String, Object>>() {}));
  }
}
