package io.clinibus.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A clinic in which every page of the app has something to show. */
final class PagesClinic implements AutoCloseable {

  static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  private final CaughtMails mails = new CaughtMails();
  final RestFixture hospital;
  final String doctor;
  final RestClient ada;
  final String patient;
  final String visit;
  final String wall;
  final String dermatology;
  final String encounter;
  final String signedEncounter;

  PagesClinic() {
    hospital =
        RestFixture.open(
            TestNode.settings(TestServers.newDatabase()), CLOCK, Optional.of(mails.catcher()));
    mails.send("ada@example.org", "Your visit", "At ten", "<p>At ten</p>");
    doctor = hospital.doctor(60, "09:00", "21:00");
    ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    patient = ada.patientId();
    addRelatives();
    visit = book("09:00", "CHECKED_IN");
    book("10:00", "CHECKED_IN", "IN_CONSULTATION");
    book("11:00", "CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
    encounter = call();
    signedEncounter = call();
    sign(signedEncounter);
    book("12:00", "CANCELLED");
    book("13:00");
    book("14:00");
    wall = hospital.admin().post("/api/walls", Map.of("name", "Hall")).text("/id");
    dermatology =
        hospital.admin().post("/api/departments", Map.of("name", "Dermatology")).text("/id");
    hospital.visitType(dermatology, 30);
    holdAsAnotherPatient("11:00");
    waitFor("2031-03-06");
  }

  private void holdAsAnotherPatient(String time) {
    Map<String, String> wish =
        Map.of("doctorId", doctor, "start", "2031-03-05T" + time + ":00+01:00");
    assertEquals(201, hospital.receptionist().post("/api/holds", wish).status());
  }

  /** Ada waits for a time on the day, and is offered the one that somebody gives back. */
  private void waitFor(String day) {
    RestClient admin = hospital.admin();
    String start = day + "T09:00:00+01:00";
    Map<String, String> visit =
        Map.of("doctorId", doctor, "patientId", hospital.patient(), "start", start);
    String given = admin.post("/api/appointments", visit).text("/id");
    Map<String, Object> wish =
        Map.of("doctorId", doctor, "preferred", Map.of("from", day, "until", day));
    assertEquals(201, ada.post("/api/waitlist", wish).status());
    assertEquals(200, admin.delete("/api/appointments/" + given).status());
  }

  /** A child, and a partner whom the front desk has not confirmed. */
  private void addRelatives() {
    String path = "/api/patients/" + patient + "/relatives";
    for (var born : Map.of("CHILD", "2024-03-04", "PARTNER", "1990-01-01").entrySet()) {
      var relative =
          Map.of(
              "relation",
              born.getKey(),
              "givenName",
              "Mia",
              "familyName",
              "Lovelace",
              "birthDate",
              born.getValue());
      assertEquals(201, ada.post(path, relative).status());
    }
  }

  /** A telephone call of the doctor with the patient. */
  private String call() {
    var call = Map.of("kind", "TELEPHONE", "patientId", patient);
    return hospital.signedInDoctor(doctor).post("/api/encounters", call).text("/id");
  }

  private void sign(String id) {
    RestClient author = hospital.signedInDoctor(doctor);
    Map<String, Object> note = new HashMap<>();
    List.of("reason", "subjective", "objective", "assessment", "plan")
        .forEach(part -> note.put(part, "Well."));
    note.put("measurements", List.of(Map.of("kind", "PULSE", "value", 70, "unit", "/min")));
    note.put("diagnoses", List.of());
    note.put("orders", List.of());
    String address = "/api/encounters/" + id;
    assertEquals(200, author.put(address + "/note", note, "If-Match", "\"1\"").status());
    assertEquals(200, author.post(address + "/signature", Map.of(), "If-Match", "\"2\"").status());
  }

  private String book(String time, String... statuses) {
    RestClient admin = hospital.admin();
    Map<String, String> visit =
        Map.of(
            "doctorId",
            doctor,
            "patientId",
            patient,
            "reason",
            "A cough",
            "start",
            "2031-03-04T" + time + ":00+01:00");
    String id = admin.post("/api/appointments", visit).text("/id");
    for (String status : statuses) {
      assertEquals(
          200, admin.put("/api/appointments/" + id + "/status", Map.of("status", status)).status());
    }
    return id;
  }

  @Override
  public void close() {
    hospital.close();
    mails.close();
  }
}
