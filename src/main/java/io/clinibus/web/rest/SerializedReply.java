package io.clinibus.web.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.Json;
import io.clinibus.web.http.EntityTags;
import io.vertx.core.buffer.Buffer;

/** A reply as it is sent: written as JSON once, as records do not change. */
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

  /** The entity tag, or null if the reply has no versions. */
  String tag() {
    return tag;
  }

  /** The body; must not be altered. */
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
      throw new IllegalStateException("a reply cannot be written", e);
    }
  }
}
