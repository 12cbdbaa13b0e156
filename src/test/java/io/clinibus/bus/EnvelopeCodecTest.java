package io.clinibus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.node.Modules;
import io.clinibus.testing.SampleRecords;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Local delivery never touches the wire format, so each message type is sent over it here. */
class EnvelopeCodecTest {

  private final EnvelopeCodec wire = new EnvelopeCodec(Modules.ALL.messages());

  @TestFactory
  List<DynamicTest> everyRegisteredRecordSurvivesTheWire() {
    return Modules.ALL.messages().records().stream()
        .map(type -> DynamicTest.dynamicTest(type.getName(), () -> survives(type)))
        .toList();
  }

  @Test
  void aRequestKeepsItsCaller() {
    var caller =
        new Caller(
            UUID.randomUUID(),
            Set.of(Role.DOCTOR, Role.ADMIN),
            null,
            UUID.randomUUID(),
            "req-1",
            "127.0.0.1",
            Instant.parse("2026-11-22T10:00:00.123Z"));
    assertThat(roundTrip(Envelope.request(caller, NoContent.DONE)).caller()).isEqualTo(caller);
  }

  @Test
  void aFailureKeepsItsContent() {
    var failure =
        Failure.invalid(CommonFieldErrors.TOO_LONG.at("/name", "must be at most 5", 5))
            .with("alternatives", List.of("10:00"));
    Failure arrived = roundTrip(Envelope.refused(failure)).failure();
    assertThat(arrived.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    assertThat(arrived.getMessage()).isEqualTo(failure.getMessage());
    assertThat(arrived.errors()).isEqualTo(failure.errors());
    assertThat(arrived.extensions()).isEqualTo(Map.of("alternatives", List.of("10:00")));
  }

  @Test
  void anUnknownFailureOfAnotherNodeIsInternal() {
    Envelope message =
        decoded(
            """
            {"failure":{"code":"DISPENSED","detail":"Private","errors":[],"extensions":{}}}
            """);
    assertThat(message).isNotSameAs(Envelope.UNREADABLE);
    assertThat(message.failure().code()).isEqualTo(CommonFailures.INTERNAL);
    assertThat(message.failure().getMessage()).isEqualTo(CommonFailures.INTERNAL.title());
  }

  @Test
  void aFieldErrorOfTheFirstReleaseHasNoCode() {
    Failure arrived =
        decoded(
                """
                {"failure":{"code":"INVALID_REQUEST","detail":"Some fields are not valid",
                  "errors":[{"pointer":"/name","detail":"is missing"}],"extensions":{}}}
                """)
            .failure();
    assertThat(arrived.errors())
        .containsExactly(CommonFieldErrors.INVALID.at("/name", "is missing"));
  }

  /** Nodes of the first release read the pointer and the detail, and ignore the rest. */
  @Test
  void theFirstReleaseCanReadAFailure() throws IOException {
    Buffer buffer = Buffer.buffer();
    wire.encodeToWire(
        buffer,
        Envelope.refused(Failure.invalid(CommonFieldErrors.REQUIRED.at("/name", "is missing"))));
    JsonNode failure =
        Json.MAPPER.readTree(buffer.getBytes(Integer.BYTES, buffer.length())).get("failure");
    assertThat(failure.get("code").asText()).isEqualTo("INVALID_REQUEST");
    assertThat(failure.at("/errors/0/pointer").asText()).isEqualTo("/name");
    assertThat(failure.at("/errors/0/detail").asText()).isEqualTo("is missing");
  }

  @Test
  void anUnregisteredTypeIsNotDecoded() {
    assertThat(decoded("{\"type\":\"java.lang.Runtime\",\"body\":{}}"))
        .isSameAs(Envelope.UNREADABLE);
  }

  @Test
  void anInvalidMessageIsUnreadable() {
    for (String sent : List.of("", "[]", "{", "null", "{\"failure\":{\"code\":\"NEW\"}}")) {
      Envelope message = decoded(sent);
      assertThat(message.body()).as(sent).isNull();
      assertThat(message.caller()).as(sent).isNull();
    }
    assertThat(wire.decodeFromWire(0, Buffer.buffer(new byte[] {127, 0, 0, 0})))
        .isSameAs(Envelope.UNREADABLE);
  }

  private Envelope decoded(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return wire.decodeFromWire(0, Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
  }

  private void survives(Class<? extends Record> type) {
    for (Record sample : SampleRecords.of(type)) {
      assertThat(roundTrip(Envelope.of(sample)).body())
          .usingRecursiveComparison()
          .withStrictTypeChecking()
          .isEqualTo(sample);
    }
  }

  private Envelope roundTrip(Envelope message) {
    Buffer buffer = Buffer.buffer("before");
    int position = buffer.length();
    wire.encodeToWire(buffer, message);
    return wire.decodeFromWire(position, buffer);
  }

  /** Nodes of the previous release know records by these names only. */
  @Test
  void recordsKeepTheirNamesBetweenNodes() throws IOException {
    List<String> names = Files.readAllLines(Path.of("src/test/resources/wire-names.txt"));
    List<String> registered =
        Modules.ALL.messages().records().stream().map(MessageTypes::wireName).sorted().toList();
    assertThat(names).hasSizeGreaterThan(100);
    assertThat(registered).containsAll(names);
  }

  /** Nodes of the previous release know failures by these names only. */
  @Test
  void failuresKeepTheirNamesBetweenNodes() throws IOException {
    List<String> names = Files.readAllLines(Path.of("src/test/resources/wire-failures.txt"));
    assertThat(names).hasSizeGreaterThan(25);
    assertThat(Modules.ALL.messages().failures()).extracting(FailureCode::name).containsAll(names);
  }
}
