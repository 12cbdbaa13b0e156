package io.clinibus.patients.emergency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReviewPage;
import io.clinibus.patients.api.EmergencyAccessApi.ListEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListOpenRecords;
import io.clinibus.patients.api.EmergencyAccessApi.OpenRecords;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The live topics of emergency access. */
public final class EmergencyTopics {

  /** The records that the subscriber has opened in an emergency, by id of the access. */
  private static final LiveTopic<?, ?> OPEN_RECORDS =
      LiveTopic.of(
              "open-records",
              EmergencyAccessApi.LIST_OPEN_RECORDS,
              topic -> new ListOpenRecords(),
              EmergencyTopics::open)
          .roles("DOCTOR")
          .personal(EmergencyTopics::doctor)
          .everyMinutes(1)
          .invalidatedBy(
              EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED, event -> Set.of(event.doctorId()))
          .invalidatedBy(PatientMergesApi.PATIENTS_MERGED)
          .invalidatedBy(PatientsApi.PATIENT_ERASED)
          .build();

  /** The latest accesses that wait for a review, by id, without what was written. */
  private static final LiveTopic<?, ?> EMERGENCY_REVIEWS =
      LiveTopic.of(
              "emergency-reviews",
              EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
              topic -> new ListEmergencyAccess(false, null, null, null),
              EmergencyTopics::waiting)
          .roles("ADMIN", "PRIVACY_OFFICER")
          .invalidatedBy(EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED)
          .invalidatedBy(PatientMergesApi.PATIENTS_MERGED)
          .invalidatedBy(PatientsApi.PATIENT_ERASED)
          .build();

  public static final List<LiveTopic<?, ?>> ALL = List.of(OPEN_RECORDS, EMERGENCY_REVIEWS);

  private EmergencyTopics() {}

  private static UUID doctor(Caller caller) {
    if (caller.doctorId() == null) {
      throw Failure.forbidden("This account belongs to no doctor.");
    }
    return caller.doctorId();
  }

  private static TopicState open(OpenRecords records) {
    Map<String, JsonNode> items = new TreeMap<>();
    records
        .items()
        .forEach(access -> items.put(access.id().toString(), Json.MAPPER.valueToTree(access)));
    return new TopicState(Json.MAPPER.createObjectNode(), items);
  }

  private static TopicState waiting(EmergencyReviewPage page) {
    ObjectNode about = Json.MAPPER.createObjectNode();
    if (page.next() != null) {
      about.put("next", page.next());
    }
    Map<String, JsonNode> items = new TreeMap<>();
    page.items()
        .forEach(access -> items.put(access.id().toString(), Json.MAPPER.valueToTree(access)));
    return new TopicState(about, items);
  }
}
