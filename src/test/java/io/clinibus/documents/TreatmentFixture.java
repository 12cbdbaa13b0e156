package io.clinibus.documents;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a doctor does with the patient of a clinic before writing a letter. */
record TreatmentFixture(DocumentsClinic clinic) {

  /** A clinic whose data is complete enough to sign prescriptions. */
  static TreatmentFixture of(DocumentsClinic clinic) {
    clinic.rest.sql(
        "UPDATE scheduling.policy SET clinic_name = 'Lindenhof', address = 'Lane 1, Berlin,"
            + " Germany', phone = '+49 30 1234567'");
    clinic.rest.sql("UPDATE directory.doctor SET email = 'sofia@lindenhof.example'");
    clinic.rest.sql("UPDATE patients.patient SET birth_date = '1970-01-02'");
    return new TreatmentFixture(clinic);
  }

  /** A telephone call; answers its encounter. */
  Answer call(RestClient doctor, String patientId) {
    return created(
        doctor.post("/api/encounters", Map.of("kind", "TELEPHONE", "patientId", patientId)));
  }

  /** A call whose note is signed; answers its encounter. */
  Answer signedCall(Map<String, Object> parts) {
    return sign(call(clinic.doctor, clinic.patient.patientId()), parts);
  }

  /** Signs the note of an encounter that was just opened. */
  Answer sign(Answer opened, Map<String, Object> parts) {
    String encounter = "/api/encounters/" + opened.text("/id");
    Map<String, Object> note = new HashMap<>();
    List.of("reason", "subjective", "objective", "assessment", "plan")
        .forEach(part -> note.put(part, ""));
    List.of("measurements", "diagnoses", "orders").forEach(part -> note.put(part, List.of()));
    note.putAll(parts);
    Answer saved = ok(clinic.doctor.put(encounter + "/note", note, "If-Match", opened.etag()));
    return ok(clinic.doctor.post(encounter + "/signature", Map.of(), "If-Match", saved.etag()));
  }

  /**
   * A prescription that is signed.
   *
   * @param encounterId with which it was drafted, or null
   */
  String prescribed(String encounterId) {
    Map<String, Object> medication =
        Map.of(
            "name",
            "Amoxi " + System.nanoTime(),
            "substances",
            List.of("Amoxicillin"),
            "strength",
            "500 mg",
            "form",
            "TABLET",
            "unit",
            "TABLET",
            "route",
            "ORAL",
            "active",
            true);
    String medicationId =
        created(clinic.rest.admin().post("/api/medications", medication)).text("/id");
    Map<String, Object> details = new HashMap<>();
    details.put("medicationId", medicationId);
    details.put(
        "dosage",
        Map.of(
            "dose",
            1,
            "unit",
            "TABLET",
            "schedule",
            Map.of("kind", "TIMES_A_DAY", "timesADay", 3),
            "route",
            "ORAL",
            "durationDays",
            7));
    details.put("reason", "Sinusitis");
    details.put("substitution", true);
    details.put("repeats", 0);
    if (encounterId != null) {
      details.put("encounterId", encounterId);
    }
    Answer draft =
        created(
            clinic.doctor.post(
                "/api/patients/" + clinic.patient.patientId() + "/prescriptions", details));
    if (encounterId != null) {
      return draft.text("/id");
    }
    String path = "/api/prescriptions/" + draft.text("/id") + "/sign";
    return ok(clinic.doctor.post(path, null, "If-Match", draft.etag())).text("/id");
  }

  private static Answer created(Answer answer) {
    return checked(answer, 201);
  }

  private static Answer ok(Answer answer) {
    return checked(answer, 200);
  }

  private static Answer checked(Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError(answer.status() + ": " + answer.body());
    }
    return answer;
  }
}
