package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.ListDoctorsBySpecialization;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.web.WebFixture;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters and bodies reach the domains unchanged. */
class ParametersIT {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static WebFixture web;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void forget() {
    web.forgetAsked();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 30 901820",
        "0012345",
        "12345678901234567890",
        "null",
        "true",
        "\"quoted\"",
        "王芳",
        "O'Neill; DROP TABLE patient",
        "100%",
        "a+b",
        "[1]",
        "{\"a\":1}",
        "1e5",
        " x ",
        "%2B",
        "\\n",
        "&=",
        "🩺 emoji"
      })
  void stringsArriveUnchanged(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    ok(web.send(web.as("/api/patients/search?q=" + encoded, Role.ADMIN)));
    assertThat(last(PatientsApi.SEARCH_PATIENTS, SearchPatients.class).q()).isEqualTo(text);

    ok(web.get("/api/doctors/specialization/" + encoded.replace("+", "%20")));
    assertThat(
            last(DirectoryApi.LIST_DOCTORS_BY_SPECIALIZATION, ListDoctorsBySpecialization.class)
                .specialization())
        .isEqualTo(text);

    String json =
        new JsonObject()
            .put("givenName", "Ana")
            .put("familyName", "N")
            .put("address", text)
            .put("phone", "+49 30 901820")
            .put("identifier", text)
            .encode();
    var created =
        web.send(
            web.as("/api/patients", Role.ADMIN)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString(json)));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    var details = last(PatientsApi.CREATE_PATIENT, CreatePatient.class).details();
    assertThat(details.address()).isEqualTo(text);
    assertThat(details.identifier()).isEqualTo(text);
    assertThat(details.phone()).isEqualTo("+49 30 901820");
  }

  @Test
  void repeatedParametersMakeAList() {
    ok(
        web.send(
            web.as(
                "/api/appointments?status=BOOKED&status=NO_SHOW&from=2026-11-24T10:00:00%2B01:00"
                    + "&limit=7&sort=-start&doctorId="
                    + ID,
                Role.ADMIN)));
    assertThat(last(AppointmentsApi.LIST_APPOINTMENTS, ListAppointments.class))
        .isEqualTo(
            new ListAppointments(
                OffsetDateTime.parse("2026-11-24T10:00:00+01:00"),
                null,
                UUID.fromString(ID),
                null,
                null,
                List.of(AppointmentStatus.BOOKED, AppointmentStatus.NO_SHOW),
                "-start",
                7,
                null));
  }

  @Test
  void omittedParametersAreNull() {
    ok(web.get("/api/appointments/doctor/" + ID + "/available-slots?date=2026-11-24"));
    assertThat(last(SlotsApi.LIST_AVAILABLE_SLOTS, ListAvailableSlots.class))
        .isEqualTo(
            new ListAvailableSlots(UUID.fromString(ID), LocalDate.parse("2026-11-24"), null));
  }

  @Test
  void bodyAndIdempotencyKeyMakeOneRequest() {
    String key = "a+b%20c \"d\" 0012";
    var booked =
        web.send(
            web.as("/api/appointments", Role.PATIENT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(
                    BodyPublishers.ofString(
                        "{\"doctorId\":\"" + ID + "\",\"start\":\"2026-11-24T10:00:00+05:30\"}")));
    assertThat(booked.statusCode()).as(booked.body()).isEqualTo(201);
    assertThat(booked.headers().firstValue("Location")).contains("/api/appointments/" + ID);
    assertThat(last(AppointmentsApi.BOOK_APPOINTMENT, BookAppointment.class))
        .isEqualTo(
            new BookAppointment(
                UUID.fromString(ID),
                null,
                OffsetDateTime.parse("2026-11-24T10:00:00+05:30"),
                null,
                key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"17\"", "W/\"17\"", "17"})
  void theIfMatchHeaderIsTheVersion(String tag) {
    ok(
        web.send(
            web.as("/api/doctors/" + ID + "/availability?dryRun=true", Role.ADMIN)
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .PUT(BodyPublishers.ofString("{\"visitMinutes\":60,\"windows\":[]}"))));
    var asked = last(AvailabilityApi.SET_AVAILABILITY, SetAvailability.class);
    assertThat(asked.version()).isEqualTo(17);
    assertThat(asked.dryRun()).isTrue();
    assertThat(asked.details().visitMinutes()).isEqualTo(60);
  }

  @Test
  void anIfMatchHeaderOfAnyVersionMatchesWhereTheHeaderIsOptional() {
    ok(web.send(web.as("/api/appointments/" + ID, Role.PATIENT).header("If-Match", "*").DELETE()));
    assertThat(last(AppointmentsApi.CANCEL_APPOINTMENT, CancelAppointment.class))
        .isEqualTo(new CancelAppointment(UUID.fromString(ID), null));
    assertThat(
            web.send(
                    web.as("/api/doctors/" + ID + "/availability", Role.ADMIN)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .PUT(BodyPublishers.ofString("{\"visitMinutes\":60,\"windows\":[]}")))
                .statusCode())
        .isEqualTo(428);
  }

  @Test
  void anOptionalIfMatchHeaderMayBeOmitted() {
    ok(web.send(web.as("/api/appointments/" + ID, Role.PATIENT).DELETE()));
    assertThat(last(AppointmentsApi.CANCEL_APPOINTMENT, CancelAppointment.class))
        .isEqualTo(new CancelAppointment(UUID.fromString(ID), null));
  }

  @Test
  void aParameterThatIsNoLongerTakenIsRefusedWithWhatToSendInstead() {
    var answer = web.send(web.as("/api/appointments/" + ID + "?reason=ill", Role.PATIENT).DELETE());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"pointer\":\"reason\"", "\"code\":\"unknown-field\"")
        .contains("PUT /api/appointments/{appointmentId}/status")
        .doesNotContain("ill\"");
    assertThat(web.asked(AppointmentsApi.CANCEL_APPOINTMENT)).isEmpty();
  }

  private static void ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static <T> T last(io.clinibus.bus.Operation<?, ?> operation, Class<T> type) {
    var asked = web.asked(operation);
    return type.cast(asked.get(asked.size() - 1).request());
  }
}
