package io.clinibus.scheduling.appointments;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Appointments as calendar files: one entry for each, in the language of the reader. */
class AppointmentCalendarFilesIT {

  private static RestFixture clinic;
  private static RestClient patient;
  private static String appointment;

  @BeforeAll
  static void book() {
    clinic = RestFixture.open(Clock.systemUTC());
    String doctor = clinic.doctor(60, "09:00", "12:00");
    patient = RestClient.registered(clinic.url(), "ada@example.org", "Ada", "Byron");
    var booked =
        patient.post(
            "/api/appointments",
            Map.of(
                "doctorId",
                doctor,
                "start",
                DaysAhead.at(DaysAhead.tuesday(), "09:00"),
                "reason",
                "cough; fever"));
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    appointment = booked.text("/id");
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void theFileHasTheSameEntryAsTheMails() {
    String file = file(patient, "");
    assertThat(file)
        .contains("METHOD:PUBLISH\r\n", "UID:" + appointment + "\r\n", "STATUS:CONFIRMED\r\n")
        .contains("SEQUENCE:1\r\n", "SUMMARY:Appointment with ", "cough\\; fever");
  }

  @Test
  void theFileIsInTheRequestedLanguage() {
    assertThat(file(patient, "?language=de")).contains("SUMMARY:Termin bei ");
    assertThat(file(patient, "?language=es")).contains("SUMMARY:Cita con ");
    assertThat(patient.get(path() + "?language=fr").status()).isEqualTo(400);
  }

  @Test
  void anAppointmentOfOthersIsNotFound() {
    RestClient other = RestClient.registered(clinic.url(), "jo@example.org", "Jo", "March");
    assertThat(other.get(path()).status()).isEqualTo(404);
    assertThat(RestClient.visitor(clinic.url()).get(path()).status()).isEqualTo(401);
  }

  private static String file(RestClient reader, String query) {
    var answer = reader.get(path() + query);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/name")).isEqualTo("clinibus-" + DaysAhead.tuesday() + ".ics");
    return answer.text("/content").replace("\r\n ", "");
  }

  private static String path() {
    return "/api/appointments/" + appointment + "/calendar";
  }
}
