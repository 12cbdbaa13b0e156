package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.ADD_ADDENDUM;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.LIST_ENCOUNTERS;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who reads an encounter, and from when on. */
class EncounterReadersIT extends EncounterFixture {

  @Test
  void draftsAreSeenByTheirDoctorAndSignedNotesByThoseWhoTreat() {
    Appointment visit = checkedIn();
    UUID patient = visit.patientId();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    UUID colleague = clinic.doctor();
    clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(colleague, patient, at("2026-11-24T11:00:00+01:00"), null, null),
        clinic.frontDesk());
    Caller treating = clinic.asDoctor(colleague);
    Caller stranger = clinic.asDoctor(clinic.doctor());
    Caller own = clinic.asPatient(patient);
    var get = new GetEncounter(draft.id(), null);
    assertThat(clinic.refused(GET_ENCOUNTER, get, treating).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(clinic.refused(GET_ENCOUNTER, get, own).code()).isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(list(visit, treating)).isEmpty();
    assertThat(list(visit, own)).isEmpty();
    assertThat(list(visit, doctor(visit))).hasSize(1);

    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    for (Caller reader : List.of(treating, own, doctor(visit))) {
      assertThat(clinic.ask(GET_ENCOUNTER, get, reader).note()).isEqualTo(NOTE);
      assertThat(list(visit, reader)).hasSize(1);
    }
    assertThat(clinic.ask(GET_ENCOUNTER, get, treating).writable()).isFalse();
    for (Caller refused :
        List.of(stranger, clinic.frontDesk(), clinic.admin(), clinic.asPatient(clinic.patient()))) {
      assertThat(clinic.refused(GET_ENCOUNTER, get, refused).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              clinic
                  .refused(
                      LIST_ENCOUNTERS, new ListEncounters(patient, null, null, null, null), refused)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
    for (Caller refused : List.of(treating, own, stranger)) {
      assertThat(refusedSave(draft, 3, NOTE, refused).code()).isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 3), refused).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(
              clinic
                  .refused(
                      ADD_ADDENDUM,
                      new AddAddendum(draft.id(), EntryKind.ADDENDUM, "x", null),
                      refused)
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
  }

  @Test
  void whatThePatientRestrictsIsListedForItsAuthorOnly() {
    Appointment visit = checkedIn();
    UUID patient = visit.patientId();
    Encounter signed = signed(visit);
    UUID colleague = clinic.doctor();
    clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(colleague, patient, at("2026-11-24T11:00:00+01:00"), null, null),
        clinic.frontDesk());
    Caller treating = clinic.asDoctor(colleague);
    Caller own = clinic.asPatient(patient);
    assertThat(list(visit, treating)).hasSize(1);
    clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, signed.id(), null),
        own);
    assertThat(list(visit, treating)).isEmpty();
    assertThat(clinic.refused(GET_ENCOUNTER, new GetEncounter(signed.id(), null), treating).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(list(visit, doctor(visit))).hasSize(1);
    assertThat(list(visit, own)).hasSize(1);
  }

  @Test
  void aSensitiveNoteIsReleasedToThePatientLater() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    var later = new SignEncounter(draft.id(), 2, OffsetDateTime.parse("2026-11-26T09:00:00+01:00"));
    clinic.ask(SIGN_ENCOUNTER, later, doctor(visit));
    Caller own = clinic.asPatient(visit.patientId());
    assertThat(list(visit, own)).isEmpty();
    assertThat(clinic.refused(GET_ENCOUNTER, new GetEncounter(draft.id(), null), own).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    clock.set("2026-11-26T08:00:00Z");
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).hasSize(1);
  }

  @Test
  void theClinicKeepsNotesFromPatientsForDaysAndTheDoctorForLonger() {
    Appointment visit = checkedIn();
    var days = new RecordRuleDetails(false, 2, null);
    clinic.ask(RecordRulesApi.SET_RECORD_RULES, new SetRecordRules(1, days), clinic.admin());
    String rule = "2026-11-26T08:55:00Z";
    String later = "2026-11-28T08:55:00Z";
    assertThat(releasedAt(visit, null)).isEqualTo(rule);
    assertThat(releasedAt(visit, "2026-11-25T08:55:00Z")).isEqualTo(rule);
    assertThat(releasedAt(visit, later)).isEqualTo(later);
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).isEmpty();
    clock.set(rule);
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).hasSize(2);
  }

  /** When the patient sees a note that the doctor signs, wanting a time or none. */
  private Instant releasedAt(Appointment visit, String wanted) {
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    Encounter draft = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    save(draft, 1, NOTE, doctor(visit));
    OffsetDateTime at = wanted == null ? null : OffsetDateTime.parse(wanted);
    var signature = new SignEncounter(draft.id(), 2, at);
    return clinic.ask(SIGN_ENCOUNTER, signature, doctor(visit)).releasedAt().toInstant();
  }

  @Test
  void theListIsPagedLatestFirstAndOfOneDoctor() {
    Appointment visit = checkedIn();
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(1));
      clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    }
    var first = new ListEncounters(visit.patientId(), visit.doctorId(), null, 2, null);
    var page = clinic.ask(LIST_ENCOUNTERS, first, doctor(visit));
    assertThat(page.items()).hasSize(2);
    assertThat(page.items().get(0).start()).isAfter(page.items().get(1).start());
    var next = new ListEncounters(visit.patientId(), visit.doctorId(), null, 2, page.next());
    assertThat(clinic.ask(LIST_ENCOUNTERS, next, doctor(visit)).items()).hasSize(1);
    var others = new ListEncounters(visit.patientId(), clinic.doctor(), null, null, null);
    assertThat(clinic.ask(LIST_ENCOUNTERS, others, doctor(visit)).items()).isEmpty();
  }
}
