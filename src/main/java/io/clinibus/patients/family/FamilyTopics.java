package io.clinibus.patients.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.FamilyApi.Family;
import io.clinibus.patients.api.FamilyApi.GetFamily;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The live topic of representations. */
public final class FamilyTopics {

  private static final int MINUTES = 5;

  /**
   * Whom the subscriber represents and who represents the subscriber, by id of the representation.
   * A merge may also concern the other of the two.
   */
  private static final LiveTopic<?, ?> FAMILY =
      LiveTopic.of(
              "family",
              FamilyApi.GET_FAMILY,
              topic -> new GetFamily(topic.id()),
              FamilyTopics::state)
          .roles("PATIENT")
          .personal(FamilyTopics::patient)
          .everyMinutes(MINUTES)
          .invalidatedBy(
              FamilyApi.REPRESENTATION_CHANGED,
              event -> Set.of(event.representativeId(), event.patientId()))
          .invalidatedBy(PatientMergesApi.PATIENTS_MERGED)
          .invalidatedBy(PatientsApi.PATIENT_ERASED)
          .build();

  public static final List<LiveTopic<?, ?>> ALL = List.of(FAMILY);

  private FamilyTopics() {}

  private static UUID patient(Caller caller) {
    if (caller.patientId() == null) {
      throw Failure.forbidden("This account belongs to no patient.");
    }
    return caller.patientId();
  }

  private static TopicState state(Family family) {
    ObjectNode about = Json.MAPPER.createObjectNode();
    about.set("rules", Json.MAPPER.valueToTree(family.rules()));
    Map<String, JsonNode> items = new TreeMap<>();
    Stream.concat(family.relatives().stream(), family.representatives().stream())
        .forEach(one -> items.put(one.id().toString(), Json.MAPPER.valueToTree(one)));
    return new TopicState(about, items);
  }
}
