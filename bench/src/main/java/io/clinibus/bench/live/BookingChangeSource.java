package io.clinibus.bench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bench.load.EventLoopPool;
import io.clinibus.bench.load.HttpLoadConnection;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bus.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Slots booked and cancelled in turn over HTTP, as topics of the live protocol show them. */
public final class BookingChangeSource implements ChangeSource {

  private static final int SLOTS = 8;
  private static final int LANES = 16;

  /** A slot that is booked and freed again and again. */
  private static final class Slot {
    private final String doctor;
    private final String start;
    private String appointment;

    Slot(String doctor, String start) {
      this.doctor = doctor;
      this.start = start;
    }
  }

  private final BenchServices clinic;
  private final BenchNodeProcess node;
  private final String token;
  private final NetClient client;
  private final Context loop;
  private final Deque<HttpLoadConnection> idle = new ArrayDeque<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Map<String, List<Slot>> slots = new HashMap<>();
  private final Map<String, String> patients = new HashMap<>();
  private final Deque<String> unused;
  private final Map<String, Integer> turns = new HashMap<>();
  private final Map<String, ChangeRecord> expected = new ConcurrentHashMap<>();
  private volatile int frameBytes;
  private int keys;
  private int lanes;

  public BookingChangeSource(Vertx vertx, BenchServices clinic, BenchNodeProcess node) throws Exception {
    this.clinic = clinic;
    this.node = node;
    this.token = node.token();
    this.unused = new ArrayDeque<>(clinic.column("SELECT id FROM patients.patient LIMIT 1000"));
    this.loop = EventLoopPool.of(vertx, 1).get(0);
    this.client = vertx.createNetClient();
  }

  /** Those of the topics, at most as many as wanted, whose day has slots left. */
  public List<String> withSlots(List<String> topics, int wanted) throws Exception {
    List<String> found = new ArrayList<>();
    for (String topic : topics) {
      if (found.size() < wanted && !slots(topic).isEmpty()) {
        found.add(topic);
      }
    }
    return found;
  }

  /** The size of the latest delta. */
  public int frameBytes() {
    return frameBytes;
  }

  @Override
  public ChangeRecord make(String topic) {
    List<Slot> all = slots(topic);
    Slot slot = all.get(turns.merge(topic, 1, Integer::sum) % all.size());
    boolean free = slot.appointment == null;
    ChangeRecord change = new ChangeRecord(BenchReport.processors());
    expected.put(key(topic, slot.start, free ? "TAKEN" : "FREE"), change);
    Buffer request =
        free
            ? booking(slot)
            : HttpRequestFactory.delete(node.url(), "/api/appointments/" + slot.appointment, token);
    loop.runOnContext(turn -> send(request, slot, free, change));
    return change;
  }

  @Override
  public List<ChangeRecord> read(String topic, String frame) {
    JsonNode json = parsed(frame);
    List<ChangeRecord> changes = new ArrayList<>();
    if (json.path("type").asText().equals("delta")) {
      frameBytes = frame.length();
      json.path("data")
          .path("set")
          .fields()
          .forEachRemaining(
              item -> {
                String state = item.getValue().path("state").asText();
                ChangeRecord change = expected.get(key(topic, item.getKey(), state));
                if (change != null) {
                  changes.add(change);
                }
              });
    }
    return changes;
  }

  @Override
  public void settle(List<ChangeRecord> changes) throws Exception {
    long offset = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) - System.nanoTime();
    Map<String, Long> begun = new HashMap<>();
    for (String row :
        clinic.column(
            """
            SELECT concat_ws(' ', appointment_id, version, (extract(epoch FROM at) * 1000000)::bigint)
              FROM scheduling.appointment_change WHERE at > now() - interval '10 minutes'
            """)) {
      String[] parts = row.split(" ");
      begun.put(
          parts[0] + parts[1], TimeUnit.MICROSECONDS.toNanos(Long.parseLong(parts[2])) - offset);
    }
    changes.forEach(change -> change.made = begun.getOrDefault(change.key, change.made));
  }

  private void send(Buffer request, Slot slot, boolean booked, ChangeRecord change) {
    HttpLoadConnection lane = free();
    if (lane == null) {
      waiting.add(() -> send(request, slot, booked, change));
      return;
    }
    lane.send(
        request,
        (status, bytes, body, end) -> {
          idle.add(lane);
          String text = new String(bytes, body, end - body, StandardCharsets.UTF_8);
          if (status / 100 != 2) {
            throw new IllegalStateException("a change was answered by " + status + ": " + text);
          }
          JsonNode appointment = parsed(text);
          slot.appointment = booked ? appointment.path("id").asText() : null;
          change.key = appointment.path("id").asText() + appointment.path("version").asText();
          if (!waiting.isEmpty()) {
            waiting.remove().run();
          }
        });
  }

  /** A connection with nothing on it; the server closes those that are idle for long. */
  private HttpLoadConnection free() {
    HttpLoadConnection lane = idle.poll();
    while (lane != null && !lane.isOpen()) {
      lanes--;
      lane = idle.poll();
    }
    if (lane == null && lanes < LANES) {
      lanes++;
      HttpLoadConnection.open(client, node.url())
          .onSuccess(
              opened -> {
                idle.add(opened);
                if (!waiting.isEmpty()) {
                  waiting.remove().run();
                }
              });
    }
    return lane;
  }

  private Buffer booking(Slot slot) {
    return HttpRequestFactory.post(
        node.url(),
        "/api/appointments",
        token,
        "{\"doctorId\":\"%s\",\"patientId\":\"%s\",\"start\":\"%s\"}"
            .formatted(slot.doctor, patientOf(slot), slot.start),
        "Idempotency-Key",
        "push-" + keys++ + "-" + System.nanoTime());
  }

  /** Another for each doctor, who may all be busy at the same time. */
  private String patientOf(Slot slot) {
    return patients.computeIfAbsent(slot.doctor, doctor -> unused.remove());
  }

  private List<Slot> slots(String topic) {
    return slots.computeIfAbsent(topic, this::readSlots);
  }

  private List<Slot> readSlots(String topic) {
    String[] parts = topic.split("/");
    try {
      List<Slot> found = new ArrayList<>();
      String path = "/api/appointments/doctor/" + parts[1] + "/available-slots?date=" + parts[2];
      for (JsonNode slot : parsed(node.get(path)).path("days").path(0).path("slots")) {
        if (found.size() < SLOTS) {
          found.add(new Slot(parts[1], slot.path("start").asText()));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String key(String topic, String start, String state) {
    return topic + " " + start + " " + state;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
