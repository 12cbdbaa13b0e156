package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.node.Modules;
import io.clinibus.patients.emergency.EmergencyReminderJob;
import io.clinibus.patients.emergency.EmergencyReviewRepository;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.audit.AuditEvents;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What SQL writes into the outbox as JSON is read into its record to the letter: no member unknown,
 * none missing. Every kind of event there is has to be among what is read.
 */
class OutboxEventsIT {

  private static final String MAIL_REQUEST = "notifications.requested";
  private static final LocalDate DAY = DaysAhead.tuesday();

  /** Members that an event has only sometimes; each must be seen once at least. */
  private static final Map<String, Set<String>> SOMETIMES =
      Map.of(
          SchedulingEvents.HOLD_CHANGED.address(),
          Set.of("patientId"),
          RecordsEvents.ENCOUNTER_CHANGED.address(),
          Set.of("appointmentId"),
          RecordsEvents.ENCOUNTER_SIGNED.address(),
          Set.of("appointmentId"));

  /** Events that no SQL writes. */
  private static final Set<Event<?>> ONLY_ON_THE_BUS = Set.of(AuditEvents.PATIENTS_ACCESSED);

  private static final JsonMapper STRICT =
      ((JsonMapper) Json.MAPPER.copy())
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static RestFixture hospital;
  private static Map<String, List<JsonNode>> events;

  @BeforeAll
  static void provoke() {
    var clock = new TestClock(Instant.now().toString());
    hospital = RestFixture.open(clock);
    String doctor = hospital.doctor(60, "09:00", "12:00");
    RestClient admin = hospital.admin();
    changeClinic(admin);
    changeAppointments(admin, doctor);
    changeHolds(admin, doctor);
    offerTime(admin, doctor);
    blockUser(admin);
    openRecord(doctor);
    writeRecord(admin, doctor);
    changeAccounts(admin);
    new RecordChanges(hospital).make(doctor, DaysAhead.at(DAY.plusDays(14), "09:00"));
    new PrescriptionChanges(hospital).make();
    beginUpload(admin);
    new FactorChanges(hospital, clock).make();
    waitInVain(admin, doctor);
    checkIn(admin, doctor, clock);
    Awaitility.await()
        .until(() -> requestedMails().containsAll(List.of("EXPORT_READY", "WAITLIST_ENDED")));
    events = read();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void everyEventWrittenBySqlIsReadStrictlyIntoItsRecord() throws IOException {
    List<Event<?>> inTheOutbox = new ArrayList<>(Modules.ALL.messages().events());
    assertThat(inTheOutbox.removeAll(ONLY_ON_THE_BUS)).isTrue();
    for (Event<?> event : inTheOutbox) {
      List<JsonNode> written = events.getOrDefault(event.address(), List.of());
      assertThat(written).as(event.address()).isNotEmpty();
      ObjectReader reader = STRICT.readerFor(event.type());
      Set<String> sometimes = SOMETIMES.getOrDefault(event.address(), Set.of());
      Set<String> always = new TreeSet<>(components(event));
      always.removeAll(sometimes);
      Set<String> seen = new TreeSet<>();
      for (JsonNode payload : written) {
        Record read = reader.readValue(payload);
        assertThat(members(payload)).as(payload.toString()).containsAll(always);
        assertThat(Json.MAPPER.<JsonNode>valueToTree(read).size()).isEqualTo(payload.size());
        seen.addAll(members(payload));
      }
      assertThat(seen).as(event.address()).isEqualTo(components(event));
    }
  }

  @Test
  void everyKindOfChangeIsCovered() {
    assertThat(texts(SchedulingEvents.APPOINTMENT_CHANGED, "kind"))
        .containsExactlyInAnyOrder(names(AppointmentsApi.ChangeKind.values()));
    assertThat(texts(SchedulingEvents.HOLD_CHANGED, "held"))
        .containsExactlyInAnyOrder("true", "false");
    assertThat(texts(SchedulingEvents.WAITLIST_CHANGED, "status"))
        .contains("WAITING", "OFFERED", "BOOKED", "LEFT");
  }

  @Test
  void noUnknownEventIsWritten() {
    assertThat(events.keySet())
        .isSubsetOf(
            Stream.concat(
                    Modules.ALL.messages().events().stream().map(Event::address),
                    Stream.of(MAIL_REQUEST))
                .collect(Collectors.toSet()));
  }

  private static final List<String> MEMBERS_TO_ADDRESS =
      List.of("template", "email", "key", "usefulUntil", "urgent", "params");

  private static final List<String> MEMBERS_TO_PATIENT =
      List.of("template", "patientId", "key", "usefulUntil", "urgent", "params", "delay", "undoes");

  @Test
  void everyRequestedMailHasATemplate() {
    Set<String> templates =
        Modules.ALL.list().stream()
            .flatMap(module -> module.mails().stream())
            .map(MailTemplate::name)
            .collect(Collectors.toSet());
    List<JsonNode> requests = events.get(MAIL_REQUEST);
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThat(members(request))
                    .containsExactlyInAnyOrderElementsOf(
                        request.has("email") ? MEMBERS_TO_ADDRESS : MEMBERS_TO_PATIENT));
    assertThat(requests)
        .extracting(request -> request.get("template").asText())
        .containsAll(templates)
        .isSubsetOf(templates);
    assertThat(requests).extracting(request -> request.get("key").asText()).doesNotHaveDuplicates();
  }

  private static void changeClinic(RestClient admin) {
    created(
        admin.post("/api/holidays", Map.of("day", DAY.plusDays(90).toString(), "name", "Closed")));
  }

  private static void changeAppointments(RestClient admin, String doctor) {
    String patient = hospital.patient();
    Answer booked = created(book(admin, doctor, patient, "09:00"));
    String visit = "/api/appointments/" + booked.text("/id");
    Answer moved =
        ok(
            admin.put(
                visit,
                Map.of("start", DaysAhead.at(DAY, "10:00"), "note", "asked"),
                "If-Match",
                booked.etag()));
    assertThat(moved.text("/start")).isEqualTo(DaysAhead.at(DAY, "10:00"));
    ok(admin.delete(visit));
  }

  private static void checkIn(RestClient admin, String doctor, TestClock clock) {
    String visit = created(book(admin, doctor, hospital.patient(), "11:00")).text("/id");
    clock.set(OffsetDateTime.parse(DaysAhead.at(DAY, "10:55")).toInstant().toString());
    ok(admin.again().put("/api/appointments/" + visit + "/status", Map.of("status", "CHECKED_IN")));
    Answer called = admin.again().post("/api/appointments/" + visit + "/call", Map.of());
    assertThat(called.status()).isEqualTo(204);
    treat(doctor, Map.of("kind", "VISIT", "appointmentId", visit));
    String wall = created(admin.again().post("/api/walls", Map.of("name", "Hall"))).text("/id");
    assertThat(admin.again().delete("/api/walls/" + wall).status()).isEqualTo(204);
  }

  /** A doctor writes a note and signs it. */
  private static void treat(String doctor, Map<String, String> wanted) {
    RestClient author = hospital.signedInDoctor(doctor);
    String encounter =
        "/api/encounters/" + created(author.post("/api/encounters", wanted)).text("/id");
    String page = encounter + "/editors/" + UUID.randomUUID();
    assertThat(author.put(page, null).status()).isEqualTo(204);
    var note = new HashMap<String, Object>();
    List.of("reason", "subjective", "objective", "assessment", "plan")
        .forEach(part -> note.put(part, "Well."));
    List.of("measurements", "diagnoses", "orders").forEach(part -> note.put(part, List.of()));
    ok(author.put(encounter + "/note", note, "If-Match", "\"1\""));
    ok(author.post(encounter + "/signature", Map.of(), "If-Match", "\"2\""));
  }

  private static void changeHolds(RestClient admin, String doctor) {
    String start = DaysAhead.at(DAY, "09:00");
    for (Map<String, String> who : List.of(Map.of("patientId", hospital.patient()), noPatient())) {
      Map<String, String> wish = new HashMap<>(who);
      wish.put("doctorId", doctor);
      wish.put("start", start);
      String hold = created(admin.post("/api/holds", wish)).text("/id");
      assertThat(admin.delete("/api/holds/" + hold).status()).isEqualTo(204);
    }
  }

  /** One who waits is offered what becomes free, and takes it; another waits no more. */
  private static void offerTime(RestClient admin, String doctor) {
    LocalDate day = DAY.plusDays(7);
    List<String> visits = new ArrayList<>();
    for (String time : List.of("09:00", "10:00", "11:00")) {
      visits.add(
          created(
                  admin.post(
                      "/api/appointments",
                      Map.of(
                          "doctorId",
                          doctor,
                          "patientId",
                          hospital.patient(),
                          "start",
                          DaysAhead.at(day, time))))
              .text("/id"));
    }
    String first = join(admin, doctor, day);
    String second = join(admin, doctor, day);
    ok(admin.delete("/api/appointments/" + visits.get(0)));
    created(admin.post("/api/waitlist/" + first + "/accept", Map.of()));
    assertThat(admin.delete("/api/waitlist/" + second).status()).isEqualTo(204);
  }

  /** An entry for a Sunday whose last day has passed. */
  private static void waitInVain(RestClient admin, String doctor) {
    String entry = join(admin, doctor, DAY.plusDays(5));
    hospital.sql(
        "UPDATE scheduling.waitlist_entry SET first_day = NULL, last_day = $2 WHERE id = $1",
        UUID.fromString(entry),
        DAY.minusDays(30));
  }

  private static void openRecord(String doctor) {
    var opened =
        hospital
            .signedInDoctor(doctor)
            .post(
                "/api/emergency-access",
                Map.of(
                    "patientId", hospital.patient(),
                    "reasonCode", "UNABLE_TO_CONSENT",
                    "reason", "unconscious, no relatives"));
    assertThat(opened.status()).isEqualTo(201);
    NodeContext node = hospital.node().node().platform();
    Clock later = Clock.offset(node.clock(), Duration.ofDays(4));
    var reviews = new EmergencyReviewRepository(node.database(), node.patientKeys());
    assertThat(BusFixture.await(new EmergencyReminderJob(reviews, later).run())).isOne();
  }

  /** A doctor records a problem of a patient, who keeps a kind of documents from other doctors. */
  private static void beginUpload(RestClient admin) {
    Answer begun =
        admin.post(
            "/api/patients/" + hospital.patient() + "/documents",
            Map.of("category", "ADMINISTRATIVE", "fileName", "consent.pdf", "size", 10));
    assertThat(begun.status()).as(begun.body().toString()).isEqualTo(201);
  }

  private static void writeRecord(RestClient admin, String doctor) {
    RestClient ivo = RestClient.registered(hospital.url(), "ivo@example.org", "Ivo", "Wolf");
    created(
        admin.post(
            "/api/appointments",
            Map.of(
                "doctorId",
                doctor,
                "patientId",
                ivo.patientId(),
                "start",
                DaysAhead.at(DAY.plusDays(21), "09:00"))));
    String record = "/api/patients/" + ivo.patientId();
    var problem = Map.of("text", "Asthma", "clinicalStatus", "ACTIVE", "certainty", "CONFIRMED");
    created(
        hospital.signedInDoctor(doctor).post(record + "/entries", Map.of("condition", problem)));
    treat(doctor, Map.of("kind", "TELEPHONE", "patientId", ivo.patientId()));
    created(
        ivo.post(record + "/restrictions", Map.of("part", "DOCUMENTS", "documentKind", "PHOTO")));
  }

  private static void blockUser(RestClient admin) {
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    ok(admin.post("/api/users/" + ada.userId() + "/block", Map.of("reason", "Abuse")));
  }

  /** Requests each mail about an account or address, and removes a patient and a doctor. */
  private static void changeAccounts(RestClient admin) {
    RestClient ida = RestClient.registered(hospital.url(), "ida@example.org", "Ida", "Rhodes");
    RestClient visitor = RestClient.visitor(hospital.url());
    var again = Map.of("email", ida.email(), "givenName", "Ida", "familyName", "Rhodes");
    accepted(visitor.post("/api/auth/register", again));
    accepted(visitor.post("/api/auth/password-reset", Map.of("email", ida.email())));
    Awaitility.await()
        .until(() -> hospital.sql("SELECT id FROM identity.password_reset").size() > 0);
    var address = Map.of("email", "rhodes@example.org", "currentPassword", RestClient.PASSWORD);
    accepted(ida.post("/api/auth/address-change", address));
    UUID change =
        hospital.sql("SELECT id FROM identity.address_change").iterator().next().getUUID("id");
    var links = LinkTokens.read(hospital.node().node().platform().settings().signingKey());
    for (AccountMail mail : List.of(AccountMail.CONFIRM_OLD_EMAIL, AccountMail.CONFIRM_NEW_EMAIL)) {
      String token = links.token(mail.name(), change);
      ok(visitor.post("/api/auth/address-change/confirmation", Map.of("token", token)));
    }
    var password =
        Map.of("currentPassword", RestClient.PASSWORD, "newPassword", "copper lantern 552");
    assertThat(ida.put("/api/auth/password", password).status()).isEqualTo(204);
    var patient = Map.of("givenName", "Eve", "familyName", "Bell", "email", "eve@example.org");
    String eve = created(admin.post("/api/patients", patient)).text("/id");
    assertThat(admin.delete("/api/patients/" + eve).status()).isEqualTo(204);
    String doctor = hospital.doctor(60, "09:00", "12:00");
    assertThat(admin.delete("/api/doctors/" + doctor).status()).isEqualTo(204);
  }

  /** A mail goes to a patient or to an address. */
  private static void accepted(Answer answer) {
    assertThat(answer.status()).isEqualTo(202);
  }

  private static String join(RestClient admin, String doctor, LocalDate day) {
    return created(
            admin.post(
                "/api/waitlist",
                Map.of(
                    "patientId",
                    hospital.patient(),
                    "doctorId",
                    doctor,
                    "preferred",
                    Map.of("from", day.toString(), "until", day.toString()))))
        .text("/id");
  }

  private static Answer book(RestClient who, String doctor, String patient, String time) {
    return who.post(
        "/api/appointments",
        Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(DAY, time)));
  }

  private static Map<String, String> noPatient() {
    return Map.of();
  }

  private static List<String> requestedMails() {
    return read().get(MAIL_REQUEST).stream()
        .map(request -> request.get("template").asText())
        .toList();
  }

  private static Map<String, List<JsonNode>> read() {
    Map<String, List<JsonNode>> found = new HashMap<>();
    for (Row row : hospital.sql("SELECT type, payload::text AS payload FROM platform.outbox")) {
      found
          .computeIfAbsent(row.getString("type"), type -> new ArrayList<>())
          .add(json(row.getString("payload")));
    }
    return found;
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Set<String> components(Event<?> event) {
    return Arrays.stream(event.type().getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> members(JsonNode payload) {
    Set<String> names = new TreeSet<>();
    payload
        .fields()
        .forEachRemaining(
            member -> {
              if (!member.getValue().isNull()) {
                names.add(member.getKey());
              }
            });
    return names;
  }

  private static Set<String> texts(Event<?> event, String member) {
    return events.get(event.address()).stream()
        .map(payload -> payload.get(member).asText())
        .collect(Collectors.toSet());
  }

  private static String[] names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
  }

  private static Answer created(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer;
  }

  private static Answer ok(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer;
  }
}
