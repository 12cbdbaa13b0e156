package io.clinibus.bench.micro;

import io.clinibus.node.Modules;
import io.clinibus.bus.Envelope;
import io.clinibus.bus.EnvelopeCodec;
import io.clinibus.bus.Json;
import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.api.SlotsApi.Slot;
import io.clinibus.scheduling.api.SlotsApi.SlotDay;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A day of sixteen free slots, as the API answers it and as it travels between nodes. */
@State(Scope.Benchmark)
public class EnvelopeCodecBenchmark {

  private static final OffsetDateTime OPENS =
      OffsetDateTime.of(2030, 6, 4, 8, 0, 0, 0, ZoneOffset.ofHours(2));

  private final DoctorSlots slots =
      new DoctorSlots(
          new UUID(1, 1),
          "Europe/Berlin",
          List.of(
              new SlotDay(
                  LocalDate.of(2030, 6, 4),
                  7,
                  IntStream.range(0, 16)
                      .mapToObj(
                          i ->
                              new Slot(OPENS.plusMinutes(30L * i), OPENS.plusMinutes(30L * i + 30)))
                      .toList())));
  private final EnvelopeCodec wire = new EnvelopeCodec(Modules.ALL.messages());
  private final Buffer written = encode();

  @Benchmark
  public byte[] json() throws Exception {
    return Json.MAPPER.writeValueAsBytes(slots);
  }

  @Benchmark
  public Buffer encode() {
    Buffer buffer = Buffer.buffer();
    wire.encodeToWire(buffer, Envelope.of(slots));
    return buffer;
  }

  @Benchmark
  public Object decode() {
    return wire.decodeFromWire(0, written);
  }
}
