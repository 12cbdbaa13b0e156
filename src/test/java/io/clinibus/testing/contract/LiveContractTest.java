package io.clinibus.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.node.Modules;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.testing.SampleRecords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of frames finds every violation of the contract, and nothing else. */
class LiveContractTest {

  private static final String SLOT =
      "{'start':'2026-11-24T10:00:00+01:00','end':'2026-11-24T11:00:00+01:00','state':'FREE'}";
  private static final String SNAPSHOT =
      "{'type':'snapshot','topic':'slots/01934f6e-0000-7000-8000-0123456789ab/2026-11-24','version':1,"
          + "'data':{'about':{'doctorId':'01934f6e-0000-7000-8000-0123456789ab','zone':'Europe/Berlin',"
          + "'days':[{'date':'2026-11-24','version':3}]},'items':{'a':"
          + SLOT
          + "}}}";

  @Test
  void framesOfTheContractAreAccepted() {
    assertThat(received(SNAPSHOT)).isEmpty();
    assertThat(received("{'type':'pong','versions':{'me':7}}")).isEmpty();
    assertThat(sent("{'type':'subscribe','topic':'me','since':5}")).isEmpty();
    assertThat(sent("{'type':'ping'}")).isEmpty();
    assertThat(sent("{'type':'ping','brief':true}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'dance'}",
        "{'type':'ping'}",
        "{'type':'pong'}",
        "{'type':'pong','versions':{},'more':1}",
        "{'type':'pong','versions':{'me':'7'}}",
        "nonsense"
      })
  void wrongFramesOfANodeAreFound(String frame) {
    assertThat(received(frame)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'FREE'", "'zone'", "'start'", "10:00:00+01:00", "'items'"})
  void wrongPartsOfASnapshotAreFound(String part) {
    assertThat(SNAPSHOT).contains(part);
    assertThat(received(SNAPSHOT.replaceFirst(part.replace("+", "\\+"), "'other'"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'pong','versions':{}}",
        "{'type':'subscribe'}",
        "{'type':'keep','hold':'7'}",
        "{'type':'ping','more':1}"
      })
  void wrongFramesOfAClientAreFound(String frame) {
    assertThat(sent(frame)).isNotEmpty();
  }

  /** Clients do not close schemas: there, an appointment also is whatever asks for less. */
  @Test
  void itemsOfEveryTopicAreValidForClientsThatAllowMoreMembers() {
    JsonNode appointment = Json.MAPPER.valueToTree(SampleRecords.of(Appointment.class).get(0));
    assertThat(LiveContract.product().errorsOfItem(appointment)).isEmpty();
    assertThat(LiveContract.product().errorsOfItem(Json.MAPPER.createObjectNode())).isNotEmpty();
  }

  @Test
  void everyTopicIsStatedWithItsRoles() {
    Map<String, Set<String>> served =
        Modules.ALL.topics().types().stream()
            .collect(Collectors.toMap(LiveTopic::toString, LiveContractTest::roles));
    assertThat(LiveContract.product().topics()).isEqualTo(served);
  }

  @Test
  void aSnapshotWithDataOfAnotherTopicIsFound() {
    assertThat(received(SNAPSHOT.replaceFirst("slots/[^']*", "me"))).isNotEmpty();
    assertThat(received(SNAPSHOT.replaceFirst("slots/", "board/"))).contains("no such topic");
  }

  private static Set<String> roles(LiveTopic<?, ?> type) {
    return type.access().anyone()
        ? Set.of("ANYONE")
        : type.access().roles().stream().map(Enum::name).collect(Collectors.toSet());
  }

  private static List<String> received(String frame) {
    return LiveContract.product().errorsOfReceived(frame.replace('\'', '"'));
  }

  private static List<String> sent(String frame) {
    return LiveContract.product().errorsOfSent(frame.replace('\'', '"'));
  }
}
