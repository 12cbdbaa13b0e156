package io.clinibus.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.platform.UuidV7;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.reports.api.ReportsApi.GetToDo;
import io.clinibus.reports.api.ReportsApi.Task;
import io.clinibus.reports.api.ReportsApi.TaskKind;
import io.clinibus.testing.DomainFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits for staff, against PostgreSQL. */
class ToDoIT {

  private static DomainFixture domain;

  @BeforeAll
  static void open() {
    domain = DomainFixture.start(ReportsVerticle::new);
  }

  @AfterAll
  static void close() {
    domain.close();
  }

  private static List<Task> tasks(Caller caller) {
    return domain.ask(ReportsApi.GET_TO_DO, new GetToDo(), caller).items();
  }

  private static UUID patient() {
    UUID id = UuidV7.next();
    domain.sql(
        "INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, 'Ada', 'Okafor')",
        id);
    return id;
  }

  private static void proposal(UUID patient, String part) {
    domain.sql(
        "INSERT INTO patients.proposal (id, patient_id, part, proposed) VALUES ($1, $2, $3, '{}')",
        UuidV7.next(),
        patient,
        part);
  }

  private static void visit(UUID doctor, UUID patient, int daysAgo, String status) {
    domain.sql(
        """
        INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT $1, $2, $3, t.at, t.at + interval '30 minutes', tstzrange(t.at, t.at + interval '30 minutes'), $5
          FROM (SELECT now() - make_interval(days => $4) AS at) AS t
        """,
        UuidV7.next(),
        doctor,
        patient,
        daysAgo,
        status);
  }

  private static UUID doctor() {
    UUID department = UuidV7.next();
    UUID id = UuidV7.next();
    domain.sql(
        "INSERT INTO directory.department (id, name) VALUES ($1, $2)", department, "D " + id);
    domain.sql(
        """
        INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)
        VALUES ($1, $2, 'Sofia', 'Lindqvist', 'Cardiology')
        """,
        id,
        department);
    domain.sql("INSERT INTO scheduling.calendar (doctor_id) VALUES ($1)", id);
    return id;
  }

  @Test
  void eachRoleIsShownWhatItCanDo() {
    assertThat(tasks(DomainFixture.caller(Role.ADMIN))).as("nothing to do").isEmpty();
    UUID doctor = doctor();
    UUID other = doctor();
    UUID first = patient();
    UUID second = patient();
    visit(doctor, first, 2, "BOOKED");
    visit(other, first, 3, "CHECKED_IN");
    visit(other, second, 4, "COMPLETED");
    visit(other, second, 40, "BOOKED");
    proposal(first, "INSURANCE");
    proposal(second, "IDENTITY");
    proposal(first, "MEDICAL_HISTORY");
    proposal(second, "MEDICAL_HISTORY");
    domain.sql(
        "INSERT INTO patients.duplicate (id, first_id, second_id, score, reasons)"
            + " VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), 90, '{NAME}')",
        UuidV7.next(),
        first,
        second);

    assertThat(tasks(DomainFixture.caller(Role.RECEPTIONIST)))
        .containsExactly(
            new Task(TaskKind.OPEN_VISITS, 2),
            new Task(TaskKind.PROPOSALS, 2),
            new Task(TaskKind.DUPLICATES, 1));
    assertThat(tasks(DomainFixture.doctor(doctor)))
        .as("own visits, and proposals of patients who have been treated")
        .containsExactly(new Task(TaskKind.OPEN_VISITS, 1), new Task(TaskKind.PROPOSALS, 1));
    assertThat(tasks(DomainFixture.caller(Role.PRIVACY_OFFICER)))
        .as("nothing of what is the front desk's")
        .isEmpty();
  }
}
