package io.clinibus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestMailServer;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the people of a new clinic do in its app, as requests to the proxy. */
record FirstDay(StaffAccount desk, RestClient patient, String doctorId) {

  static final LocalDate DAY = DaysAhead.tuesday();

  private static final String ADMIN = "ada@clinic.example.org";
  private static final String DESK = "desk@clinic.example.org";
  private static final String PATIENT = "zoe@example.org";
  private static final Pattern CODE = Pattern.compile("^(\\d{6})$", Pattern.MULTILINE);

  /** Sets the clinic up, from the invitation of the first administrator to a patient's account. */
  static FirstDay begin(URI proxy, String invitation, TestMailServer mails) {
    RestClient admin = StaffAccount.accept(proxy, ADMIN, invitation).client();
    Answer invited =
        expect(
            201,
            admin.post(
                "/api/users",
                Map.of("email", DESK, "name", "Desk", "roles", List.of("RECEPTIONIST"))));
    String link = invited.text("/link").replaceAll(".*#token=", "");
    StaffAccount desk = StaffAccount.accept(proxy, DESK, link);
    Answer department = expect(201, admin.post("/api/departments", Map.of("name", "Cardiology")));
    Answer doctor =
        expect(
            201,
            admin.post(
                "/api/doctors",
                Map.of(
                    "givenName", "Sofia",
                    "familyName", "Lindqvist",
                    "departmentId", department.text("/id"),
                    "specialization", "Cardiology")));
    var window = Map.of("weekday", DAY.getDayOfWeek().name(), "opens", "08:00", "closes", "16:00");
    expect(
        200,
        admin.put(
            "/api/doctors/" + doctor.text("/id") + "/availability",
            Map.of("visitMinutes", 60, "windows", List.of(window)),
            "If-Match",
            "\"0\""));
    return new FirstDay(desk, registered(proxy, mails), doctor.text("/id"));
  }

  Answer book(URI server, String time) {
    return patient
        .at(server)
        .post("/api/appointments", Map.of("doctorId", doctorId, "start", DaysAhead.at(DAY, time)));
  }

  static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    return answer;
  }

  private static RestClient registered(URI proxy, TestMailServer mails) {
    var visitor = RestClient.visitor(proxy);
    var person = Map.of("email", PATIENT, "givenName", "Zoë", "familyName", "Byron");
    Answer started = expect(202, visitor.post("/api/auth/register", person));
    var confirmation =
        Map.of(
            "registrationId",
            started.text("/registrationId"),
            "code",
            mails.await(PATIENT, CODE),
            "password",
            RestClient.PASSWORD);
    expect(201, visitor.post("/api/auth/registration-confirmation", confirmation));
    return RestClient.signedIn(proxy, PATIENT, RestClient.PASSWORD);
  }
}
