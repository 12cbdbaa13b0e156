package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.FoundInRecord;
import io.clinibus.records.api.ChartApi.RecordHit;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Words are found in what the searcher may read, and nowhere else. */
class RecordSearchIT extends ChartFixture {

  @Test
  void wordsAreFoundInNotesEntriesAndAddenda() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    UUID visit = signed(patient, doctor, 2, 2, note("Kopfschmerz seit Tagen", "Migräne", 120));
    record(patient, doctor(doctor), "Heuschnupfen");
    addendum(patient, visit, doctor, "Röntgen ohne Befund");

    assertThat(found(patient, doctor(doctor), "migrane").items())
        .singleElement()
        .satisfies(hit -> assertThat(hit.item().id()).isEqualTo(visit));
    assertThat(found(patient, doctor(doctor), "heuschn").items())
        .singleElement()
        .extracting(RecordHit::excerpt)
        .isEqualTo("Heuschnupfen");
    assertThat(found(patient, doctor(doctor), "rontgen kopfschmerz").items()).hasSize(1);
    assertThat(found(patient, doctor(doctor), "Fraktur").items()).isEmpty();
    assertThat(found(patient, patient(patient), "migräne").items()).hasSize(1);
  }

  @Test
  void nobodyFindsWhatTheyMayNotRead() {
    UUID patient = newPatient();
    UUID author = doctorOf(patient);
    UUID other = doctorOf(patient);
    UUID secret = signed(patient, author, 2, 2, note("Delicate", "Secret", 120));
    signed(patient, author, 1, -1, note("Released tomorrow", "Secret", 120));
    draft(patient, author, 0, note("Draft", "Secret", 120));
    domain.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, secret, null),
        patient(patient));

    assertThat(found(patient, doctor(author), "secret").items()).hasSize(3);
    assertThat(found(patient, doctor(other), "secret").items()).hasSize(1);
    assertThat(found(patient, patient(patient), "secret").items()).hasSize(1);
    for (Caller refused :
        new Caller[] {caller(Role.ADMIN), caller(Role.RECEPTIONIST), doctor(doctorOf(null))}) {
      assertThat(
              domain
                  .refusal(
                      ChartApi.SEARCH_RECORD, new SearchRecord(patient, "secret", null), refused)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void onlyTheLatestAreShown() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    for (int i = 0; i < 52; i++) {
      signed(patient, doctor, i + 1, 0, note("Visit " + i, "Cold", 120));
    }
    FoundInRecord found = found(patient, doctor(doctor), "cold");
    assertThat(found.items()).hasSize(50);
    assertThat(found.more()).isTrue();
    assertThat(found.items().get(0).item().visit().reason()).isEqualTo("Visit 0");
  }

  private static FoundInRecord found(UUID patient, Caller caller, String text) {
    return domain.ask(ChartApi.SEARCH_RECORD, new SearchRecord(patient, text, null), caller);
  }

  private static void addendum(UUID patient, UUID visit, UUID doctor, String text) {
    UUID id = UuidV7.next();
    domain.sql(
        """
        INSERT INTO records.encounter_entry
          (id, encounter_id, kind, text, author_id, doctor_id, created_at)
        VALUES ($1, $2, 'ADDENDUM', $3, $4, $5, now())
        """,
        id,
        visit,
        Buffer.buffer(
            key(patient)
                .seal(
                    new SealedPlace("records.encounter_entry.text", id, 1),
                    "{\"text\": \"" + text + "\"}")),
        UUID.randomUUID(),
        doctor);
  }
}
