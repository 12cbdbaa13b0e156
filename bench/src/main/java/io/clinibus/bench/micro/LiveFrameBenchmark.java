package io.clinibus.bench.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.node.Modules;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One change of a day of sixteen slots: once for all who watch. */
@State(Scope.Benchmark)
public class LiveFrameBenchmark {

  private static final OffsetDateTime OPENS =
      OffsetDateTime.of(2030, 6, 4, 8, 0, 0, 0, ZoneOffset.ofHours(2));

  private final Topic topic =
      Modules.ALL.topics().resolve(
          "slots/" + new UUID(1, 1) + "/2030-06-04",
          Caller.visitor("bench", "127.0.0.1", Instant.MAX),
          LocalDate.of(2030, 6, 1));
  private final TopicState before = view(7, "FREE");
  private final TopicState after = view(8, "TAKEN");

  @Benchmark
  public Object delta() {
    return Frame.delta(topic, 7, 8, before.to(after));
  }

  @Benchmark
  public Object snapshot() {
    return Frame.snapshot(topic, 8, after);
  }

  private static TopicState view(int version, String fifth) {
    ObjectNode about = Json.MAPPER.createObjectNode().put("doctorId", new UUID(1, 1).toString());
    about.putArray("days").addObject().put("date", "2030-06-04").put("version", version);
    Map<String, JsonNode> items = new TreeMap<>();
    for (int i = 0; i < 16; i++) {
      String start = OPENS.plusMinutes(30L * i).toString();
      items.put(
          start,
          Json.MAPPER
              .createObjectNode()
              .put("start", start)
              .put("end", OPENS.plusMinutes(30L * i + 30).toString())
              .put("state", i == 5 ? fifth : "FREE"));
    }
    return new TopicState(about, items);
  }
}
