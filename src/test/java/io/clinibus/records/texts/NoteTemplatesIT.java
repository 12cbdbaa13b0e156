package io.clinibus.records.texts;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.FollowUpUnit;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.EncounterNotes.OrderKind;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.records.api.NoteTemplatesApi.CreateNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.DeleteNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.GetNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.ListNoteTemplates;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplateSummary;
import io.clinibus.records.api.NoteTemplatesApi.TemplateDetails;
import io.clinibus.records.api.NoteTemplatesApi.TemplateParts;
import io.clinibus.records.api.NoteTemplatesApi.UpdateNoteTemplate;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.clinibus.testing.DamagedSeals;
import io.clinibus.testing.TestClock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates with which doctors begin notes. */
class NoteTemplatesIT {

  private static final String WORD = "canarytemplate";

  private static BusFixture clinic;

  private Caller doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void doctor() {
    clinic.sql("DELETE FROM records.note_template");
    doctor = clinic.asDoctor(clinic.doctor());
  }

  @Test
  void aTemplateIsWrittenReadChangedAndRemoved() {
    NoteTemplate created = create(SnippetScope.OWN, " Healthy heart ", parts("Clear tones."));
    assertThat(created.name()).isEqualTo("Healthy heart");
    assertThat(get(created.id(), doctor)).isEqualTo(created);

    NoteTemplate changed =
        clinic.ask(
            NoteTemplatesApi.UPDATE_NOTE_TEMPLATE,
            new UpdateNoteTemplate(
                created.id(),
                1,
                new TemplateDetails(SnippetScope.DEPARTMENT, "Heart", parts("No murmur."))),
            doctor);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.parts().objective()).isEqualTo("No murmur.");
    assertThat(get(created.id(), doctor)).isEqualTo(changed);
    assertThat(
            refusal(
                new UpdateNoteTemplate(
                    created.id(),
                    1,
                    new TemplateDetails(SnippetScope.OWN, "Heart", parts("Stale.")))))
        .isEqualTo(CommonFailures.STALE_VERSION);

    clinic.ask(NoteTemplatesApi.DELETE_NOTE_TEMPLATE, new DeleteNoteTemplate(created.id()), doctor);
    assertThat(list(doctor)).isEmpty();
    assertThat(refused(created.id(), doctor)).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void ownOnesAreForTheDoctorAndOthersForTheDepartment() {
    NoteTemplate own = create(SnippetScope.OWN, "zebra", parts("Own."));
    NoteTemplate ours = create(SnippetScope.DEPARTMENT, "Apnoea", parts("Ours."));
    assertThat(list(doctor)).as("by name").containsExactly(inList(ours), inList(own));

    Caller colleague = clinic.asDoctor(clinic.doctor());
    assertThat(list(colleague)).containsExactly(inList(ours));
    assertThat(get(ours.id(), colleague)).isEqualTo(ours);
    assertThat(refused(own.id(), colleague)).isEqualTo(CommonFailures.NOT_FOUND);

    UUID stranger = clinic.doctor();
    clinic.sql(
        """
        WITH other AS (
          INSERT INTO directory.department (id, name) VALUES (gen_random_uuid(), 'Surgery')
          RETURNING id)
        UPDATE directory.doctor SET department_id = other.id FROM other WHERE doctor.id = $1
        """,
        stranger);
    assertThat(list(clinic.asDoctor(stranger))).isEmpty();
    assertThat(refused(ours.id(), clinic.asDoctor(stranger))).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void theirNumberIsBounded() {
    clinic.sql(
        """
        INSERT INTO records.note_template (id, doctor_id, name, parts)
        SELECT gen_random_uuid(), $1, '', '' FROM generate_series(1, 100)
        """,
        doctor.doctorId());
    assertThat(
            clinic
                .refused(
                    NoteTemplatesApi.CREATE_NOTE_TEMPLATE,
                    new CreateNoteTemplate(
                        new TemplateDetails(SnippetScope.OWN, "One more", parts("x"))),
                    doctor)
                .code())
        .isEqualTo(RecordsFailures.TOO_MANY_TEMPLATES);
    assertThat(create(SnippetScope.DEPARTMENT, "Ours", parts("x")).version()).isEqualTo(1);
  }

  @Test
  void noWordOfThemIsInDatabaseRedisOrLogs() {
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      NoteTemplate written = create(SnippetScope.OWN, WORD + "name", parts(WORD + "objective"));
      assertThat(get(written.id(), doctor)).isEqualTo(written);
      assertThat(list(doctor)).containsExactly(inList(written));
      dump.assertNoWord(List.of(WORD));
    }
  }

  @Test
  void damagedAndMovedOnesHideNoOthersAndAreReplacedOrRemoved() {
    var seals = new DamagedSeals(clinic);
    NoteTemplate damaged = create(SnippetScope.OWN, "a", parts("Rest"));
    NoteTemplate intact = create(SnippetScope.OWN, "b", parts("Exercise"));
    NoteTemplate moved = create(SnippetScope.OWN, "c", parts("Drink"));
    NoteTemplate other = create(SnippetScope.OWN, "d", parts("Sleep"));
    seals.damage("records.note_template", "name", damaged.id());
    seals.swap("records.note_template", "parts", moved.id(), other.id());
    try (var logs = DamagedSeals.expected()) {
      assertThat(list(doctor))
          .containsExactly(
              new NoteTemplateSummary(damaged.id(), SnippetScope.OWN, "", true, 1),
              inList(intact),
              inList(moved),
              inList(other));
      seals.assertRefused(
          NoteTemplatesApi.GET_NOTE_TEMPLATE, new GetNoteTemplate(moved.id()), doctor);
      assertThat(logs.events()).hasSize(2);
      assertThat(logs.events().toString()).doesNotContain("Rest", "Drink", "Sleep");
    }
    seals.assertAuditedOnce(damaged.id(), NoteTemplatesApi.LIST_NOTE_TEMPLATES);
    seals.assertAuditedOnce(moved.id(), NoteTemplatesApi.GET_NOTE_TEMPLATE);

    NoteTemplate replaced =
        clinic.ask(
            NoteTemplatesApi.UPDATE_NOTE_TEMPLATE,
            new UpdateNoteTemplate(
                moved.id(), 1, new TemplateDetails(SnippetScope.OWN, "c", parts("Walk"))),
            doctor);
    assertThat(get(moved.id(), doctor)).isEqualTo(replaced);
    clinic.ask(NoteTemplatesApi.DELETE_NOTE_TEMPLATE, new DeleteNoteTemplate(damaged.id()), doctor);
    assertThat(list(doctor)).containsExactly(inList(intact), inList(replaced), inList(other));
  }

  private NoteTemplate create(SnippetScope scope, String name, TemplateParts parts) {
    return clinic.ask(
        NoteTemplatesApi.CREATE_NOTE_TEMPLATE,
        new CreateNoteTemplate(new TemplateDetails(scope, name, parts)),
        doctor);
  }

  private static List<NoteTemplateSummary> list(Caller reader) {
    return clinic
        .ask(NoteTemplatesApi.LIST_NOTE_TEMPLATES, new ListNoteTemplates(), reader)
        .items();
  }

  private static NoteTemplate get(UUID id, Caller reader) {
    return clinic.ask(NoteTemplatesApi.GET_NOTE_TEMPLATE, new GetNoteTemplate(id), reader);
  }

  private static FailureCode refused(UUID id, Caller reader) {
    return clinic
        .refused(NoteTemplatesApi.GET_NOTE_TEMPLATE, new GetNoteTemplate(id), reader)
        .code();
  }

  private FailureCode refusal(UpdateNoteTemplate change) {
    return clinic.refused(NoteTemplatesApi.UPDATE_NOTE_TEMPLATE, change, doctor).code();
  }

  private static NoteTemplateSummary inList(NoteTemplate one) {
    return new NoteTemplateSummary(one.id(), one.scope(), one.name(), null, one.version());
  }

  private static TemplateParts parts(String objective) {
    return new TemplateParts(
        "No pain.",
        objective,
        "",
        List.of(new Diagnosis("Check-up", "Z00", "demo", Certainty.CONFIRMED, false)),
        "Rest.",
        List.of(new MedicalOrder(OrderKind.ORDER, "ECG", null)),
        new FollowUp(1, FollowUpUnit.MONTHS, null, null));
  }
}
