package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.VitalsTaken;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ChangeEntry;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.LiftRestriction;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What patients restrict in their chart. */
class RestrictedChartIT extends ChartFixture {

  @Test
  void whatThePatientRestrictsOnlyItsAuthorAndAnEmergencySee() {
    UUID patient = newPatient();
    UUID author = doctorOf(patient);
    UUID other = doctorOf(patient);
    UUID visit = signed(patient, author, 3, 3, note("Delicate", "Secret", 120));
    UUID cough = signed(patient, author, 2, 2, note("Cough", "Flu", 121));
    Entry entry = record(patient, doctor(author), "Delicate problem");
    record(patient, doctor(author), "Asthma");
    restrict(patient, RestrictedPart.ENCOUNTER, visit);
    Restriction ofEntry = restrict(patient, RestrictedPart.ENTRY, entry.id());

    assertThat(reasons(patient, doctor(other))).containsExactly("Cough");
    Chart seen = chart(patient, doctor(other));
    assertThat(seen.entries()).singleElement().satisfies(ChartIT::isAsthma);
    assertThat(seen.vitals()).hasSize(1);
    assertThat(timeline(patient, doctor(other), null, 50, null).items()).hasSize(2);
    assertThat(
            domain
                .refusal(
                    EntriesApi.GET_ENTRY_HISTORY,
                    new GetEntryHistory(patient, entry.id(), null),
                    doctor(other))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            domain
                .refusal(
                    EntriesApi.CHANGE_ENTRY,
                    new ChangeEntry(patient, entry.id(), 1, problem("Mine")),
                    doctor(other))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);

    // The author sees it, and nothing says that others do not.
    Chart own = chart(patient, doctor(author));
    assertThat(own.entries()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(own.opened()).isFalse();
    assertThat(chart(patient, patient(patient)).entries())
        .filteredOn(one -> one.restricted() != null)
        .extracting(Entry::id)
        .containsExactly(entry.id());

    // Emergency access opens it, and says so; also for a doctor who treats the patient.
    open(other, patient);
    for (UUID doctor : List.of(other, emergencyDoctor(patient))) {
      Chart opened = chart(patient, doctor(doctor));
      assertThat(opened.opened()).isTrue();
      assertThat(opened.entries()).hasSize(2);
      assertThat(opened.visits())
          .filteredOn(one -> one.restricted() != null)
          .extracting(ChartVisit::reason)
          .containsExactly("Delicate");
      assertThat(opened.vitals())
          .extracting(VitalsTaken::encounterId, VitalsTaken::restricted)
          .containsExactly(tuple(visit, true), tuple(cough, null));
    }

    // What the author would see in any case is not there because of the emergency.
    open(author, patient);
    Chart ofAuthor = chart(patient, doctor(author));
    assertThat(ofAuthor.opened()).isFalse();
    assertThat(ofAuthor.entries()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(ofAuthor.visits()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(ofAuthor.vitals()).hasSize(2).allMatch(one -> one.restricted() == null);

    UUID third = doctorOf(patient);
    domain.ask(
        RestrictionsApi.LIFT_RESTRICTION,
        new LiftRestriction(patient, ofEntry.id()),
        patient(patient));
    assertThat(chart(patient, doctor(third)).entries()).hasSize(2);
    assertThat(
            domain
                .ask(
                    RestrictionsApi.LIST_RESTRICTIONS,
                    new ListRestrictions(patient),
                    patient(patient))
                .items())
        .extracting(Restriction::subjectId)
        .containsExactly(visit);
  }

  @Test
  void patientsRestrictOnlyTheirOwnAndEachPartOnce() {
    UUID patient = newPatient();
    UUID stranger = newPatient();
    Entry entry = record(patient, doctor(doctorOf(patient)), "Asthma");
    assertThat(restrict(patient, RestrictedPart.ENTRY, entry.id()).id())
        .isEqualTo(restrict(patient, RestrictedPart.ENTRY, entry.id()).id());
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(stranger, RestrictedPart.ENTRY, entry.id(), null),
                    patient(stranger))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(patient, RestrictedPart.ENTRY, entry.id(), null),
                    patient(stranger))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(patient, RestrictedPart.DOCUMENTS, entry.id(), null),
                    patient(patient))
                .code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
  }
}
