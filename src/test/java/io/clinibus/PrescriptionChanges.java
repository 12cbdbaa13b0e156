package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes prescriptions within a visit, over the REST API. */
public record PrescriptionChanges(RestFixture hospital) {

  /** Signs one, as part of an encounter. */
  void make() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    String patient = hospital.patient();
    ready(doctor, patient);
    RestClient author = hospital.signedInDoctor(doctor);
    Map<String, Object> details = details(medication("Amoxicillin"));
    details.put("encounterId", encounter(doctor, patient));
    sign(author, write(author, patient, details));
  }

  /** Records what a prescription states of the clinic, and makes the doctor treat the patient. */
  public void ready(String doctor, String patient) {
    hospital.sql(
        "UPDATE scheduling.policy SET address = $1, phone = $2", "Lane 1", "+49 30 123456");
    hospital.sql(
        "UPDATE directory.doctor SET email = $2 WHERE id = $1",
        UUID.fromString(doctor),
        "doctor@example.org");
    hospital.sql(
        "UPDATE patients.patient SET birth_date = $2 WHERE id = $1",
        UUID.fromString(patient),
        LocalDate.parse("1970-01-02"));
    OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC).minusDays(30);
    hospital.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        VALUES (gen_random_uuid(), $1, $2, $3, $4, tstzrange($3, $4), 'COMPLETED')
        """,
        UUID.fromString(doctor),
        UUID.fromString(patient),
        start,
        start.plusHours(1));
  }

  private String encounter(String doctor, String patient) {
    UUID encounter = UUID.randomUUID();
    hospital.sql(
        """
        INSERT INTO records.encounter
          (id, patient_id, sealed_for, doctor_id, kind, starts_at, note, note_version, saved_at, saved_by)
        VALUES ($1, $2, $2, $3, 'TELEPHONE', now(), '', 1, now(), $3)
        """,
        encounter,
        UUID.fromString(patient),
        UUID.fromString(doctor));
    return encounter.toString();
  }

  public String medication(String name) {
    return created(
            hospital
                .admin()
                .post(
                    "/api/medications",
                    Map.of(
                        "name",
                        name,
                        "substances",
                        List.of(name),
                        "strength",
                        "500 mg",
                        "form",
                        "TABLET",
                        "unit",
                        "TABLET",
                        "route",
                        "ORAL",
                        "active",
                        true)))
        .text("/id");
  }

  public Map<String, Object> details(String medication) {
    var dosage =
        Map.of(
            "dose",
            0.3,
            "unit",
            "TABLET",
            "route",
            "ORAL",
            "schedule",
            Map.of("kind", "TIMES_A_DAY", "timesADay", 3),
            "durationDays",
            7,
            "note",
            "canarynote");
    return new HashMap<>(
        Map.of(
            "medicationId",
            medication,
            "dosage",
            dosage,
            "reason",
            "canaryreason",
            "substitution",
            false,
            "substitutionNote",
            "canarysubstitution",
            "repeats",
            2));
  }

  public Answer write(RestClient author, String patient, Map<String, Object> details) {
    return created(author.post("/api/patients/" + patient + "/prescriptions", details));
  }

  public Answer sign(RestClient author, Answer draft) {
    Answer signed =
        author.post(
            "/api/prescriptions/" + draft.text("/id") + "/sign", null, "If-Match", draft.etag());
    assertThat(signed.status()).as(signed.body().toString()).isEqualTo(200);
    return signed;
  }

  private static Answer created(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer;
  }
}
