package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.bus.Role;
import io.clinibus.node.Modules;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.contract.RestContract;
import io.clinibus.web.WebFixture;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.contract.SharedContract;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No sequence of a doctor's own operations opens the record of a patient without a visit with that
 * doctor. The sequences are random, from a fixed seed: operations of the contract whose ids, times
 * and statuses are mostly those that exist. Opening a record in an emergency is excluded.
 */
class DoctorScopeIT {

  private static final long SEED = 20261202;
  private static final int DOCTORS = 6;
  private static final int SEQUENCES = 14;
  private static final int LENGTH = 14;

  /** The day of all visits is the clock's, so that they can be checked in. */
  private static final LocalDate DAY = DaysAhead.tuesday();

  private static final RestContract CONTRACT = RestContract.product();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final List<String> TIMES = List.of("10:00", "11:00", "12:00", "13:00", "14:00");

  private static RestFixture hospital;
  private static List<Endpoint<?, ?>> endpoints;
  private static final List<String> DOCTOR_IDS = new ArrayList<>();
  private static final List<RestClient> CLIENTS = new ArrayList<>();

  /** Without a visit with any of the doctors. */
  private static final List<String> FOREIGN = new ArrayList<>();

  /**
   * By the name of the parameter; followed by the doctor's index, those that are the doctor's own.
   */
  private static final Map<String, List<String>> IDS = new TreeMap<>();

  private static final Map<String, Integer> ANSWERS = new TreeMap<>();

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(new TestClock(DAY + "T06:00:00Z"));
    Vertx vertx = Vertx.vertx();
    endpoints =
        Endpoints.of(WebFixture.await(SharedContract.load(vertx)), Modules.ALL.messages()).stream()
            .filter(one -> one.access().anyone() || one.access().roles().contains(Role.DOCTOR))
            .filter(one -> !one.path().startsWith("/api/auth/"))
            .filter(one -> !one.id().equals("openEmergencyAccess"))
            .toList();
    WebFixture.await(vertx.close());
    String colleague = hospital.doctor(60, "09:00", "16:00");
    IntStream.range(0, 3).forEach(i -> FOREIGN.add(hospital.patient()));
    note("appointmentId", book(colleague, FOREIGN.get(0), "10:00"));
    for (int i = 0; i < DOCTORS; i++) {
      String doctor = hospital.doctor(60, "09:00", "16:00");
      String treated = hospital.patient();
      DOCTOR_IDS.add(doctor);
      CLIENTS.add(hospital.signedInDoctor(doctor));
      note("appointmentId" + i, book(doctor, treated, "09:00"));
      note("patientId" + i, treated);
    }
    DOCTOR_IDS.forEach(id -> note("doctorId", id));
    note("doctorId", colleague);
    FOREIGN.forEach(id -> note("patientId", id));
    String department = hospital.admin().get("/api/doctors/" + colleague).text("/departmentId");
    note("departmentId", department);
    note("visitTypeId", hospital.visitType(department, 60));
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void noSequenceOfADoctorsOperationsOpensAForeignRecord() {
    var random = new SplittableRandom(SEED);
    for (int doctor = 0; doctor < DOCTORS; doctor++) {
      for (int sequence = 0; sequence < SEQUENCES; sequence++) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
          steps.add(step(doctor, random.split()));
        }
        assertNothingOpened(CLIENTS.get(doctor), steps);
      }
    }
    // The sequences would prove nothing if the generated requests were all refused.
    assertThat(ANSWERS).containsKeys("bookAppointment 201", "changeAppointmentStatus 200");
    assertThat(ANSWERS).containsKeys("bookAppointment 400", "holdSlot 201", "getPatient 404");
  }

  private static String step(int doctor, SplittableRandom random) {
    List<Endpoint<?, ?>> likely =
        endpoints.stream()
            .filter(one -> !one.isRead())
            .filter(one -> one.path().matches("/api/(appointments|holds).*"))
            .toList();
    List<Endpoint<?, ?>> chosen = random.nextInt(3) == 0 ? endpoints : likely;
    Endpoint<?, ?> endpoint = drawn(chosen, random.nextLong());
    JsonNode body =
        endpoint.body() == null
            ? null
            : value(CONTRACT.requestSchema(endpoint.id()), "", doctor, random);
    String path = path(endpoint, doctor, random);
    String[] headers =
        endpoint.version() == Endpoint.IfMatch.REQUIRED
            ? new String[] {"If-Match", "\"" + random.nextInt(1, 4) + "\""}
            : new String[0];
    Answer answer = CLIENTS.get(doctor).send(endpoint.method().name(), path, body, headers);
    ANSWERS.merge(endpoint.id() + " " + answer.status(), 1, Integer::sum);
    if (endpoint.id().equals("bookAppointment") && answer.status() == 201) {
      note("appointmentId" + doctor, answer.text("/id"));
    }
    return endpoint.method() + " " + path + " " + body + " -> " + answer.status();
  }

  /** One of a list, mostly the same one when the contract gets further operations. */
  private static Endpoint<?, ?> drawn(List<Endpoint<?, ?>> list, long number) {
    return Collections.min(
        list,
        Comparator.comparingLong(
            one -> new SplittableRandom(number ^ one.id().hashCode()).nextLong()));
  }

  private static void assertNothingOpened(RestClient doctor, List<String> steps) {
    for (String patient : FOREIGN) {
      Answer read = doctor.get("/api/patients/" + patient);
      assertThat(read.status()).as(String.join("\n", steps)).isEqualTo(404);
    }
    Answer listed = doctor.get("/api/patients?limit=200");
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.body().path("items").findValuesAsText("id"))
        .as(String.join("\n", steps))
        .doesNotContainAnyElementsOf(FOREIGN);
  }

  private static String path(Endpoint<?, ?> endpoint, int doctor, SplittableRandom random) {
    Matcher names = PLACEHOLDER.matcher(endpoint.path());
    String path = names.replaceAll(name -> text(name.group(1), doctor, random));
    return endpoint.id().equals("searchPatients") ? path + "?q=Ada" : path;
  }

  private static JsonNode value(JsonNode schema, String name, int doctor, SplittableRandom random) {
    JsonNode stated = CONTRACT.resolved(schema);
    if (stated.has("properties")) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      List<String> required = new ArrayList<>();
      stated.path("required").forEach(one -> required.add(one.asText()));
      stated
          .path("properties")
          .fields()
          .forEachRemaining(
              member -> {
                boolean isId = member.getKey().endsWith("Id");
                if (required.contains(member.getKey()) || isId || random.nextInt(4) == 0) {
                  object.set(
                      member.getKey(), value(member.getValue(), member.getKey(), doctor, random));
                }
              });
      return object;
    }
    if (stated.has("enum")) {
      return stated.get("enum").get(random.nextInt(stated.get("enum").size()));
    }
    return switch (stated.path("type").asText()) {
      case "integer", "number" -> Json.MAPPER.getNodeFactory().numberNode(random.nextInt(5, 60));
      case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case "array" -> Json.MAPPER.createArrayNode();
      default -> Json.MAPPER.getNodeFactory().textNode(text(name, doctor, random));
    };
  }

  private static String text(String name, int doctor, SplittableRandom random) {
    if (name.equals("doctorId") && random.nextInt(4) > 0) {
      return DOCTOR_IDS.get(doctor);
    }
    List<String> own = IDS.get(name + doctor);
    List<String> known = own != null && random.nextInt(3) > 0 ? own : IDS.get(name);
    if (known != null) {
      return known.get(random.nextInt(known.size()));
    }
    return switch (name) {
      case "start", "end", "freeFrom", "freeUntil" ->
          DaysAhead.at(DAY, TIMES.get(random.nextInt(TIMES.size())));
      case "specialization", "reason", "note" -> "Cardiology";
      case "opens", "from", "earliest" -> "09:00";
      case "closes", "until", "latest" -> "16:00";
      default -> name.endsWith("Id") ? FOREIGN.get(random.nextInt(FOREIGN.size())) : DAY.toString();
    };
  }

  private static String book(String doctorId, String patientId, String time) {
    Answer booked =
        hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctorId,
                    "patientId", patientId,
                    "start", DaysAhead.at(DAY, time)));
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    return booked.text("/id");
  }

  private static void note(String name, String id) {
    IDS.computeIfAbsent(name, unused -> new ArrayList<>()).add(id);
  }
}
