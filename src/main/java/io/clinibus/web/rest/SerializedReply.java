package io.clinibus.web.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.Json;
import io.clinibus.web.http.EntityTags;
import io.vertx.core.buffer.Buffer;

/** A reply with its JSON, encoded once, as records are immutable. */
final class SerializedReply<R extends Record> {

  private final R reply;
  private final String tag;
  private volatile Buffer json;

  SerializedReply(R reply) {
    this.reply = reply;
    this.tag = reply instanceof HasETag versioned ? EntityTags.of(versioned) : null;
  }

  R reply() {
    return reply;
  }

  /** The entity tag, or null if the reply has no version. */
  String tag() {
    return tag;
  }

  /** The body; must not be modified. */
  Buffer json() {
    Buffer written = json;
    if (written == null) {
      written = write();
      json = written;
    }
    return written;
  }

  private Buffer write() {
    try {
      return Buffer.buffer(Json.MAPPER.writeValueAsBytes(reply));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("reply cannot be encoded", e);
    }
  }
}
