package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.UuidV7;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Visits that are booked by assignment, over the REST API. */
class AssignedVisitsIT extends AssignmentFixture {

  @Test
  void theBestProposalIsBookedAndARepeatedRequestReturnsIt() {
    String heart = doctor("Cardiology");
    RestClient patient = patient();
    Map<String, Object> wish = Map.of("reason", "palpitations", "book", true);
    Answer first = patient.post(PATH, wish, "Idempotency-Key", "the same key");
    assertThat(first.text("/booked/doctorId")).isEqualTo(heart);
    assertThat(first.text("/booked/start")).isEqualTo(first.text("/proposals/0/start"));
    assertThat(first.text("/booked/reason")).isEqualTo("palpitations");
    Answer again = patient.post(PATH, wish, "Idempotency-Key", "the same key");
    assertThat(again.text("/booked/id")).isEqualTo(first.text("/booked/id"));
    assertThat(patient.get("/api/appointments").body().path("items")).hasSize(1);

    Answer other =
        desk.post(
            PATH,
            Map.of("reason", "palpitations", "book", true, "patientId", hospital.patient()),
            "Idempotency-Key",
            "the same key");
    assertThat(other.body().has("booked")).as("another actor's key").isTrue();
    Answer misused =
        desk.post(
            PATH,
            Map.of("reason", "palpitations", "book", true, "patientId", hospital.patient()),
            "Idempotency-Key",
            "the same key");
    assertThat(misused.text("/type")).isEqualTo("/problems/idempotency-key-reused");
  }

  @Test
  void aKeyIsGoodForOneWish() {
    doctor("Cardiology");
    RestClient patient = patient();
    String key = "one wish, one key";
    Answer first = book(patient, Map.of("reason", "palpitations"), key);
    assertThat(first.body().has("booked")).isTrue();

    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("reason", "a rash"),
            Map.of("reason", "palpitations", "departmentId", department()),
            Map.of("reason", "palpitations", "specialization", "Cardiology"),
            Map.of("reason", "palpitations", "urgency", "URGENT"),
            Map.of("reason", "palpitations", "preferred", Map.of("earliest", "10:00")))) {
      Answer reused = book(patient, other, key);
      assertThat(reused.text("/type"))
          .as("%s", other)
          .isEqualTo("/problems/idempotency-key-reused");
      assertThat(reused.status()).isEqualTo(422);
    }
    assertThat(book(patient, Map.of("reason", "palpitations"), key).text("/booked/id"))
        .isEqualTo(first.text("/booked/id"));
    assertThat(patient.get("/api/appointments").body().path("items")).hasSize(1);
  }

  @Test
  void whatIsBookedIsOfTheTypeWithItsAnswers() {
    String heart = doctor("Cardiology");
    Map<String, Object> question =
        Map.of("question", "Were you here before?", "kind", "YES_NO", "required", true);
    String type = type("Check-up", 90, true, List.of(), List.of(question));
    String asked = hospital.admin().get("/api/visit-types/" + type).text("/questions/0/id");
    RestClient patient = patient();
    Map<String, Object> wish = new HashMap<>(Map.of("reason", "palpitations", "visitTypeId", type));
    Answer unanswered = book(patient, wish, "typed wish");
    assertThat(unanswered.status()).isEqualTo(400);
    assertThat(unanswered.text("/errors/0/pointer")).isEqualTo("/answers");
    assertThat(propose(patient, wish).path("proposals"))
        .as("not needed for proposals")
        .isNotEmpty();

    wish.put("answers", List.of(Map.of("questionId", asked, "answer", "yes")));
    Answer booked = book(patient, wish, "typed wish");
    assertThat(booked.text("/booked/doctorId")).isEqualTo(heart);
    assertThat(booked.text("/booked/visitType/id")).isEqualTo(type);
    assertThat(booked.text("/booked/answers/0/answer")).isEqualTo("yes");
    assertThat(minutes(booked.body().path("booked"))).isEqualTo(90);
    assertThat(book(patient, wish, "typed wish").text("/booked/id"))
        .isEqualTo(booked.text("/booked/id"));
    wish.put("answers", List.of(Map.of("questionId", asked, "answer", "no")));
    assertThat(book(patient, wish, "typed wish").text("/type"))
        .isEqualTo("/problems/idempotency-key-reused");
    assertThat(book(patient, Map.of("reason", "palpitations"), "typed wish").text("/type"))
        .isEqualTo("/problems/idempotency-key-reused");
  }

  @Test
  void aTypeThatPatientsCannotBookIsOnlyForTheDesk() {
    doctor("Cardiology");
    String staffOnly = type("For staff", 30, false, List.of(), List.of());
    RestClient patient = patient();
    assertThat(wrong(patient, Map.of("reason", "x", "visitTypeId", staffOnly)))
        .isEqualTo("/visitTypeId");
    assertThat(wrong(patient, Map.of("reason", "x", "visitTypeId", UuidV7.next())))
        .isEqualTo("/visitTypeId");
    Map<String, Object> wish = Map.of("visitTypeId", staffOnly, "patientId", patient.patientId());
    assertThat(propose(desk, wish).path("proposals")).isNotEmpty();
  }

  @Test
  void concurrentAssignmentsGetDifferentTimes() {
    doctor("Cardiology");
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    List<String> patients = Stream.generate(hospital::patient).limit(20).toList();
    for (String patient : patients) {
      answers.add(
          desk.sendAsync(
              "POST",
              PATH,
              Map.of("reason", "palpitations", "book", true, "patientId", patient),
              "Idempotency-Key",
              "race of " + patient));
    }
    Set<String> times = new HashSet<>();
    for (CompletableFuture<Answer> answer : answers) {
      Answer booked = answer.join();
      assertThat(booked.status()).as(booked.body().toString()).isEqualTo(200);
      assertThat(booked.body().has("booked")).as(booked.body().toString()).isTrue();
      times.add(booked.text("/booked/start"));
    }
    assertThat(times).hasSize(20);
  }

  private static Answer book(RestClient who, Map<String, Object> wish, String key) {
    Map<String, Object> booking = new HashMap<>(wish);
    booking.put("book", true);
    return who.post(PATH, booking, "Idempotency-Key", key);
  }
}
