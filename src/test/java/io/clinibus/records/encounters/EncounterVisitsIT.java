package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static io.clinibus.scheduling.api.AppointmentStatus.BOOKED;
import static io.clinibus.scheduling.api.AppointmentStatus.CANCELLED;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How an encounter and the visit that it is about change with each other. */
class EncounterVisitsIT extends EncounterFixture {

  @Test
  void treatingBeginsTheVisitAndCallsThePatient() {
    Appointment visit = checkedIn();
    Encounter opened = treat(visit);
    assertThat(opened.status()).isEqualTo(EncounterStatus.IN_PROGRESS);
    assertThat(opened.patientId()).isEqualTo(visit.patientId());
    assertThat(opened.writable()).isTrue();
    assertThat(opened.note().saysNothing()).isTrue();
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
    assertThat(clinic.sql("SELECT called_at FROM scheduling.ticket WHERE called_at IS NOT NULL"))
        .hasSize(1);
    assertThat(outbox())
        .contains(
            "scheduling.patient-called",
            "scheduling.appointment-changed",
            "records.encounter-changed");
    assertThat(history(visit)).containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION");
  }

  @Test
  void aVisitHasOneEncounterHoweverManyOpenIt() {
    Appointment visit = checkedIn();
    List<Future<Encounter>> opened =
        IntStream.range(0, 8)
            .mapToObj(i -> clinic.send(OPEN_ENCOUNTER, toTreat(visit), doctor(visit)))
            .toList();
    BusFixture.await(Future.all(opened));
    assertThat(opened.stream().map(one -> one.result().id()).distinct()).hasSize(1);
    assertThat(clinic.sql("SELECT FROM records.encounter")).hasSize(1);
    assertThat(history(visit)).containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION");
  }

  @Test
  void onlyTheDoctorOfTheVisitOpensIt() {
    Appointment visit = checkedIn();
    Caller other = clinic.asDoctor(clinic.doctor());
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(visit), other).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    for (Caller caller :
        List.of(clinic.frontDesk(), clinic.admin(), clinic.asPatient(visit.patientId()))) {
      assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(visit), caller).code())
          .isIn(CommonFailures.NOT_FOUND, CommonFailures.FORBIDDEN);
    }
    assertThat(clinic.sql("SELECT FROM records.encounter")).isEmpty();
  }

  @Test
  void aVisitThatDoesNotTakePlaceCannotBeTreated() {
    Appointment cancelled = set(book(), CANCELLED);
    // Another visit, so that the doctor treats the patient all the same.
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, booked_by_doctor)
        SELECT gen_random_uuid(), doctor_id, patient_id, starts_at - interval '7 days',
               ends_at - interval '7 days', tstzrange(starts_at - interval '7 days', ends_at - interval '7 days'),
               'COMPLETED', starts_at, NULL
          FROM scheduling.appointment WHERE id = $1
        """,
        cancelled.id());
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(cancelled), doctor(cancelled)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    Appointment tomorrow = book("2026-11-25T10:00:00+01:00");
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(tomorrow), doctor(tomorrow)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    assertThat(status(tomorrow)).isEqualTo(BOOKED);
  }

  @Test
  void encountersWithoutVisitAreOfPatientsWhomTheDoctorTreats() {
    Appointment visit = checkedIn();
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    Encounter one = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    Encounter other = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.appointmentId()).isNull();
    assertThat(status(visit)).isEqualTo(CHECKED_IN);
    Caller stranger = clinic.asDoctor(clinic.doctor());
    assertThat(clinic.refused(OPEN_ENCOUNTER, call, stranger).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    for (OpenEncounter wrong :
        List.of(
            new OpenEncounter(EncounterKind.TELEPHONE, visit.id(), null),
            new OpenEncounter(EncounterKind.VISIT, null, visit.patientId()),
            new OpenEncounter(EncounterKind.VISIT, visit.id(), visit.patientId()),
            new OpenEncounter(EncounterKind.EMERGENCY, null, null))) {
      assertThat(clinic.refused(OPEN_ENCOUNTER, wrong, doctor(visit)).code())
          .isEqualTo(CommonFailures.INVALID_REQUEST);
    }
  }

  @Test
  void signingCompletesTheVisit() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    Encounter signed = clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(signed.status()).isEqualTo(EncounterStatus.FINISHED);
    assertThat(signed.note()).isEqualTo(NOTE);
    assertThat(signed.signedAt()).isNotNull();
    assertThat(status(visit)).isEqualTo(COMPLETED);
    assertThat(history(visit))
        .containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
    assertThat(outbox()).contains("records.encounter-signed");
    assertThat(refusedSave(draft, signed.version(), NOTE, doctor(visit)).code())
        .isEqualTo(RecordsFailures.NOT_IN_PROGRESS);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 3), doctor(visit)).code())
        .isEqualTo(RecordsFailures.NOT_IN_PROGRESS);
    assertThat(treat(visit).id()).isEqualTo(draft.id());
  }

  @Test
  void aVisitWhoseNoteIsSignedStaysCompleted() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    var back = new ChangeAppointmentStatus(visit.id(), null, IN_CONSULTATION, "by mistake");
    assertThat(
            clinic
                .refused(AppointmentsApi.CHANGE_APPOINTMENT_STATUS, back, clinic.frontDesk())
                .code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
    assertThat(status(visit)).isEqualTo(COMPLETED);
    var reason = new StrikeOutEncounter(draft.id(), "of another patient");
    clinic.ask(EncountersApi.STRIKE_OUT_ENCOUNTER, reason, doctor(visit));
    clinic.ask(AppointmentsApi.CHANGE_APPOINTMENT_STATUS, back, clinic.frontDesk());
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void signingCompletesAVisitThatWasSetBackMeanwhile() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, CHECKED_IN, "by mistake"),
        clinic.frontDesk());
    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(status(visit)).isEqualTo(COMPLETED);
  }

  @Test
  void aNoteOfACancelledVisitIsNotSigned() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, CHECKED_IN, "by mistake"),
        clinic.frontDesk());
    set(visit, CANCELLED);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    assertThat(read(draft, doctor(visit)).status()).isEqualTo(EncounterStatus.IN_PROGRESS);
  }

  @Test
  void aDraftThatWasStruckOutGivesWayToAnother() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    clinic.ask(
        STRIKE_OUT_ENCOUNTER,
        new StrikeOutEncounter(draft.id(), "Wrong patient chosen"),
        doctor(visit));
    assertThat(treat(visit).id()).isNotEqualTo(draft.id());
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).isEmpty();
  }

  private List<String> history(Appointment visit) {
    return Rows.list(
        clinic.sql(
            "SELECT status FROM scheduling.appointment_change WHERE appointment_id = $1 ORDER BY"
                + " version",
            visit.id()),
        row -> row.getString("status"));
  }
}
