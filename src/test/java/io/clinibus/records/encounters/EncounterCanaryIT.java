package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.ADD_ADDENDUM;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.FollowUpUnit;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.EncounterNotes.OrderKind;
import io.clinibus.records.api.EncounterNotes.SickNote;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Words in every field of a note are in no table, neither as text nor as bytes. */
class EncounterCanaryIT {

  private static final String WORD = "canaryword";
  private static final double VALUE = 173.25;

  @Test
  void nothingThatIsWrittenInANoteIsInTheDatabase() {
    try (BusFixture clinic = BusFixture.open(new TestClock("2026-11-24T07:00:00Z"))) {
      UUID patient = clinic.patient();
      UUID doctorId = clinic.doctor();
      clinic.ask(
          AppointmentsApi.BOOK_APPOINTMENT,
          new BookAppointment(
              doctorId, patient, OffsetDateTime.parse("2026-11-24T10:00:00+01:00"), null, null),
          clinic.frontDesk());
      Caller doctor = clinic.asDoctor(doctorId);
      var call = new OpenEncounter(EncounterKind.TELEPHONE, null, patient);
      Encounter draft = clinic.ask(OPEN_ENCOUNTER, call, doctor);
      clinic.ask(SAVE_NOTE, new SaveNote(draft.id(), 1, note()), doctor);
      clinic.ask(SIGN_ENCOUNTER, new SignEncounter(draft.id(), 2, null), doctor);
      clinic.ask(
          ADD_ADDENDUM, new AddAddendum(draft.id(), EntryKind.CORRECTION, WORD, WORD), doctor);
      Encounter struck =
          clinic.ask(STRIKE_OUT_ENCOUNTER, new StrikeOutEncounter(draft.id(), WORD), doctor);
      assertThat(struck.note()).isEqualTo(note());
      assertThat(struck.entries()).hasSize(2);

      List<String> lines = lines(clinic);
      assertThat(lines).hasSizeGreaterThan(20).anyMatch(line -> line.contains(patient.toString()));
      String bytes = HexFormat.of().formatHex(WORD.getBytes(StandardCharsets.UTF_8));
      assertThat(lines)
          .noneMatch(line -> line.contains(WORD))
          .noneMatch(line -> line.contains(bytes))
          .noneMatch(line -> line.contains(Double.toString(VALUE)));
    }
  }

  private static EncounterNote note() {
    return new EncounterNote(
        WORD,
        WORD,
        WORD,
        List.of(new Measurement(VitalSign.HEIGHT, VALUE, "cm")),
        WORD,
        List.of(new Diagnosis(WORD, WORD, WORD, Certainty.CONFIRMED, true)),
        WORD,
        List.of(new MedicalOrder(OrderKind.REFERRAL, WORD, WORD)),
        new FollowUp(6, FollowUpUnit.WEEKS, null, WORD),
        new SickNote(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-25"), WORD));
  }

  /** Every row of every table of the product, as text. */
  private static List<String> lines(BusFixture clinic) {
    List<String> tables =
        Rows.list(
            clinic.sql(
                """
                SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name
                  FROM information_schema.tables
                 WHERE table_type = 'BASE TABLE'
                   AND table_schema NOT IN ('pg_catalog', 'information_schema')
                """),
            row -> row.getString("name"));
    assertThat(tables).contains("records.encounter", "platform.outbox", "audit.entry");
    return tables.stream()
        .flatMap(
            table ->
                Rows.list(
                    clinic.sql("SELECT t::text AS line FROM %s AS t".formatted(table)),
                    row -> row.getString("line"))
                    .stream())
        .toList();
  }
}
