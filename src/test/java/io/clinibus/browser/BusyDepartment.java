package io.clinibus.browser;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A department in the middle of a working day, Tuesday 4 March 2031, with visits in all states. */
final class BusyDepartment {

  static final String DAY = "2031-03-04";
  static final String BEFORE_WORK = "2031-03-04T05:00:00Z";
  static final String MID_MORNING = "2031-03-04T09:20:00Z";

  private static final List<String> DOCTORS =
      List.of(
          "Sofia Lindqvist",
          "Amara Okafor",
          "Tomás Herrera",
          "Yuki Tanaka",
          "Jonas Weber",
          "Leila Haddad",
          "Marta Kowalska",
          "Arjun Mehta",
          "Claire Dubois",
          "Niamh O'Sullivan",
          "Elif Yılmaz",
          "Henrik Sørensen");
  private static final List<String> GIVEN =
      List.of("Anna", "Luis", "Minh", "Giulia", "Petr", "Karin", "João", "Deniz", "Paul");
  private static final List<String> FAMILY =
      List.of("Schneider", "García", "Nguyen", "Rossi", "Novák", "Berg", "Silva", "Demir");
  private static final int MORNING_STARTS = 8 * 60;
  private static final int NOON = 12 * 60;
  private static final int BREAK_ENDS = 13 * 60;
  private static final int NOW = 10 * 60 + 20;
  private static final int HOUR = 60;

  /** The visit with a doctor that begins so many minutes after midnight. */
  private record Visit(String id, int doctor, int number, int at) {}

  private final TestClock clock;
  private final List<String> doctors = new ArrayList<>();
  private final List<Visit> visits = new ArrayList<>();
  private RestClient desk;
  private String id;

  private BusyDepartment(RestFixture hospital, TestClock clock) {
    this.clock = clock;
    this.desk = hospital.admin();
  }

  /**
   * Opens it with so many doctors whose visits take so many minutes; the clock shows 10:20 then.
   *
   * @param clock the node's own, which is before work
   */
  static BusyDepartment open(RestFixture hospital, TestClock clock, int doctors, int minutes) {
    BusyDepartment department = new BusyDepartment(hospital, clock);
    department.staff(doctors, minutes);
    department.visits(minutes);
    return department;
  }

  String id() {
    return id;
  }

  String doctor(int index) {
    return doctors.get(index);
  }

  /** A doctor's visit at a time of the day such as 14:30. */
  String visit(int doctor, String time) {
    int at = Integer.parseInt(time.substring(0, 2)) * HOUR + Integer.parseInt(time.substring(3));
    return visits.stream()
        .filter(visit -> visit.doctor() == doctor && visit.at() == at)
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** Books a time as the front desk elsewhere does. */
  void take(int doctor, String time) {
    int at = Integer.parseInt(time.substring(0, 2)) * HOUR + Integer.parseInt(time.substring(3));
    book(doctor, at, patient("Somebody", "Faster"));
  }

  private void staff(int count, int minutes) {
    id = ok(desk.post("/api/departments", Map.of("name", "Internal medicine"))).text("/id");
    for (int index = 0; index < count; index++) {
      String[] name = DOCTORS.get(index % DOCTORS.size()).split(" ", 2);
      String doctor =
          ok(desk.post(
                  "/api/doctors",
                  Map.of(
                      "title",
                      index % 4 == 0 ? "Prof. Dr." : "Dr.",
                      "givenName",
                      name[0],
                      "familyName",
                      name[1],
                      "departmentId",
                      id,
                      "room",
                      String.valueOf(10 + index),
                      "specialization",
                      "Internal medicine")))
              .text("/id");
      Map<String, Object> hours = new HashMap<>();
      hours.put("visitMinutes", minutes);
      hours.put("windows", List.of(window("08:00", "12:00"), window("13:00", "17:00")));
      ok(desk.put("/api/doctors/" + doctor + "/availability", hours, "If-Match", "\"0\""));
      doctors.add(doctor);
    }
  }

  private static Map<String, String> window(String opens, String closes) {
    return Map.of("weekday", "TUESDAY", "opens", opens, "closes", closes);
  }

  private void visits(int minutes) {
    List<String> patients = new ArrayList<>();
    for (int index = 0; index < GIVEN.size() * FAMILY.size(); index++) {
      patients.add(patient(GIVEN.get(index % GIVEN.size()), FAMILY.get(index % FAMILY.size())));
    }
    for (int doctor = 0; doctor < doctors.size(); doctor++) {
      int number = 0;
      for (int at = MORNING_STARTS; at < BREAK_ENDS + 3 * HOUR; at += minutes, number++) {
        boolean rest = at >= NOON && at < BREAK_ENDS;
        boolean free = (number * 7 + doctor * 3) % 5 == 0 && at != NOW / HOUR * HOUR;
        if (!rest && !free) {
          String patient = patients.get((doctor * 11 + number) % patients.size());
          visits.add(new Visit(book(doctor, at, patient), doctor, number, at));
        }
      }
    }
    leave(doctors.get(doctors.size() - 1));
    clock.set("2031-03-04T09:00:00Z");
    desk = desk.again();
    visits.forEach(visit -> become(visit, minutes));
    clock.set(MID_MORNING);
    desk = desk.again();
  }

  private void become(Visit visit, int minutes) {
    boolean odd = (visit.doctor() * 5 + visit.number() * 2) % 9 == 0;
    int begun = NOW / HOUR * HOUR;
    if (visit.at() + minutes <= begun) {
      steps(visit.id(), odd ? "NO_SHOW" : "CHECKED_IN IN_CONSULTATION COMPLETED");
    } else if (visit.at() <= begun) {
      steps(visit.id(), odd ? "" : "CHECKED_IN IN_CONSULTATION");
    } else if (visit.at() < NOW + HOUR / 2) {
      steps(visit.id(), odd ? "" : "CHECKED_IN");
    } else if (odd) {
      steps(visit.id(), "CANCELLED");
    }
  }

  private void steps(String visit, String statuses) {
    for (String status : statuses.split(" ")) {
      if (!status.isEmpty()) {
        ok(desk.put("/api/appointments/" + visit + "/status", Map.of("status", status)));
      }
    }
  }

  private void leave(String doctor) {
    ok(
        desk.post(
            "/api/doctors/" + doctor + "/availability/exceptions",
            Map.of(
                "kind", "LEAVE",
                "start", DAY + "T16:00:00+01:00",
                "end", DAY + "T18:00:00+01:00")));
  }

  /** A patient without an account. */
  private String patient(String given, String family) {
    return ok(desk.post("/api/patients", Map.of("givenName", given, "familyName", family)))
        .text("/id");
  }

  private String book(int doctor, int minute, String patient) {
    return ok(desk.post(
            "/api/appointments",
            Map.of(
                "doctorId",
                doctors.get(doctor),
                "patientId",
                patient,
                "reason",
                "Follow-up",
                "start",
                "%sT%02d:%02d:00+01:00".formatted(DAY, minute / HOUR, minute % HOUR))))
        .text("/id");
  }

  private static Answer ok(Answer answer) {
    if (answer.status() / 100 != 2) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer;
  }
}
