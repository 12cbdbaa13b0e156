package io.clinibus.platform.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonGenerator;
import io.clinibus.bus.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.event.KeyValuePair;

/**
 * A log line as one flat JSON object: {@code time} (ISO 8601, UTC), {@code level}, {@code node},
 * {@code logger}, {@code thread}, {@code message}, then the event's own members such as {@code
 * requestId}, and {@code error} with the stack trace if there is one.
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];
  private static final int USUAL_BYTES = 500;

  private String node;
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  /** The name of this node, written in each line. */
  public void setNode(String node) {
    this.node = node;
  }

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = Json.MAPPER.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", event.getInstant().toString());
      json.writeStringField("level", event.getLevel().toString());
      if (node != null && !node.isEmpty()) {
        json.writeStringField("node", node);
      }
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("thread", event.getThreadName());
      json.writeStringField("message", event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        for (KeyValuePair own : event.getKeyValuePairs()) {
          json.writeStringField(own.key, String.valueOf(own.value));
        }
      }
      if (event.getThrowableProxy() != null) {
        json.writeStringField("error", stackTrace.convert(event));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("write to memory failed", e);
    }
    return line.toByteArray();
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
