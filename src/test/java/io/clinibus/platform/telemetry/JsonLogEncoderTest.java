package io.clinibus.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class JsonLogEncoderTest {

  @Test
  void aLineIsOneJsonObjectWithTheNode() throws Exception {
    var encoder = new JsonLogEncoder();
    encoder.setNode("node-2");
    encoder.start();
    var logger = (Logger) LoggerFactory.getLogger("io.clinibus.access");
    var event =
        new LoggingEvent("", logger, Level.INFO, "served", new IllegalStateException("why"), null);
    event.setKeyValuePairs(List.of(new KeyValuePair("requestId", "r-1")));

    String line = new String(encoder.encode(event));

    assertThat(line).hasLineCount(1).endsWith("\n");
    JsonNode json = Json.MAPPER.readTree(line);
    assertThat(json.path("node").asText()).isEqualTo("node-2");
    assertThat(json.path("level").asText()).isEqualTo("INFO");
    assertThat(json.path("message").asText()).isEqualTo("served");
    assertThat(json.path("requestId").asText()).isEqualTo("r-1");
    assertThat(json.path("error").asText()).contains("IllegalStateException: why");
  }

  @Test
  void lineBreaksAndQuotesStayInTheirMember() throws Exception {
    String hostile = "x\n{\"level\":\"ERROR\"}\r\",\"node\":\"other\u2028";
    var encoder = new JsonLogEncoder();
    encoder.setNode("node-2");
    encoder.start();
    var logger = (Logger) LoggerFactory.getLogger("io.clinibus.access");
    var event = new LoggingEvent("", logger, Level.INFO, hostile, null, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("route", hostile)));

    String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(line).doesNotContain("\r");
    JsonNode json = Json.MAPPER.readTree(line);
    assertThat(json.path("message").asText()).isEqualTo(hostile);
    assertThat(json.path("route").asText()).isEqualTo(hostile);
    assertThat(json.path("node").asText()).isEqualTo("node-2");
  }
}
