package io.clinibus.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteSnippetsApi.CreateNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.SnippetDetails;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.records.api.NoteTemplatesApi.CreateNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.TemplateDetails;
import io.clinibus.records.api.NoteTemplatesApi.TemplateParts;
import io.clinibus.records.api.UnsignedNotesApi;
import io.clinibus.testing.BusFixture;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests for encounters, snippets and templates. */
final class RecordsRequests extends PreparedRequests {

  private static final EncounterNote NOTE =
      new EncounterNote(null, null, null, null, "Well.", null, null, null, null, null);

  RecordsRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    onTreated(
        EncountersApi.OPEN_ENCOUNTER,
        visit -> new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId()));
    onDraft(EncountersApi.GET_ENCOUNTER, draft -> new EncountersApi.GetEncounter(draft.id(), null));
    onDraft(
        EncountersApi.LIST_ENCOUNTERS,
        draft -> new EncountersApi.ListEncounters(draft.patientId(), null, null, null, null));
    onDraft(
        UnsignedNotesApi.LIST_UNSIGNED_NOTES,
        draft -> new UnsignedNotesApi.ListUnsignedNotes(null, null));
    onDraft(EncountersApi.SAVE_NOTE, draft -> new EncountersApi.SaveNote(draft.id(), 1, NOTE));
    onSaved(
        EncountersApi.SIGN_ENCOUNTER,
        draft -> new EncountersApi.SignEncounter(draft.id(), 2, null));
    onSigned(
        EncountersApi.ADD_ADDENDUM,
        signed ->
            new EncountersApi.AddAddendum(signed.id(), EntryKind.ADDENDUM, "Also well.", null));
    onSigned(
        EncountersApi.STRIKE_OUT_ENCOUNTER,
        signed -> new EncountersApi.StrikeOutEncounter(signed.id(), "Another patient."));
    onSnippet(NoteSnippetsApi.CREATE_NOTE_SNIPPET, snippet -> new CreateNoteSnippet(details("b")));
    onSnippet(
        NoteSnippetsApi.UPDATE_NOTE_SNIPPET,
        snippet -> new NoteSnippetsApi.UpdateNoteSnippet(snippet.id(), 1, details("c")));
    onSnippet(
        NoteSnippetsApi.DELETE_NOTE_SNIPPET,
        snippet -> new NoteSnippetsApi.DeleteNoteSnippet(snippet.id()));
    onTemplate(
        NoteTemplatesApi.CREATE_NOTE_TEMPLATE, template -> new CreateNoteTemplate(template("b")));
    onTemplate(
        NoteTemplatesApi.UPDATE_NOTE_TEMPLATE,
        template -> new NoteTemplatesApi.UpdateNoteTemplate(template.id(), 1, template("c")));
    onTemplate(
        NoteTemplatesApi.DELETE_NOTE_TEMPLATE,
        template -> new NoteTemplatesApi.DeleteNoteTemplate(template.id()));
  }

  private void onDraft(Operation<?, ?> operation, Function<Encounter, Record> request) {
    requests.put(operation, () -> asked(draft(), request));
  }

  private void onSaved(Operation<?, ?> operation, Function<Encounter, Record> request) {
    requests.put(operation, () -> asked(saved(), request));
  }

  private void onSigned(Operation<?, ?> operation, Function<Encounter, Record> request) {
    requests.put(
        operation,
        () -> {
          Encounter draft = saved();
          Caller doctor = clinic.asDoctor(draft.doctorId());
          clinic.ask(
              EncountersApi.SIGN_ENCOUNTER,
              new EncountersApi.SignEncounter(draft.id(), 2, null),
              doctor);
          return asked(draft, request);
        });
  }

  private Asked asked(Encounter encounter, Function<Encounter, Record> request) {
    Caller doctor = clinic.asDoctor(encounter.doctorId());
    return new Asked(request.apply(encounter), doctor, encounter.patientId());
  }

  private Encounter draft() {
    var visit = booked();
    return clinic.ask(
        EncountersApi.OPEN_ENCOUNTER,
        new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId()),
        clinic.asDoctor(visit.doctorId()));
  }

  private Encounter saved() {
    Encounter draft = draft();
    Caller doctor = clinic.asDoctor(draft.doctorId());
    clinic.ask(EncountersApi.SAVE_NOTE, new EncountersApi.SaveNote(draft.id(), 1, NOTE), doctor);
    return draft;
  }

  private void onSnippet(Operation<?, ?> operation, Function<NoteSnippet, Record> request) {
    requests.put(
        operation,
        () -> {
          UUID doctor = clinic.doctor();
          Caller caller = clinic.asDoctor(doctor);
          NoteSnippet snippet =
              clinic.ask(
                  NoteSnippetsApi.CREATE_NOTE_SNIPPET, new CreateNoteSnippet(details("a")), caller);
          return new Asked(request.apply(snippet), caller, null);
        });
  }

  private void onTemplate(Operation<?, ?> operation, Function<NoteTemplate, Record> request) {
    requests.put(
        operation,
        () -> {
          Caller caller = clinic.asDoctor(clinic.doctor());
          NoteTemplate template =
              clinic.ask(
                  NoteTemplatesApi.CREATE_NOTE_TEMPLATE,
                  new CreateNoteTemplate(template("a")),
                  caller);
          return new Asked(request.apply(template), caller, null);
        });
  }

  private static TemplateDetails template(String name) {
    return new TemplateDetails(
        SnippetScope.OWN,
        name,
        new TemplateParts("", "Clear tones.", "", List.of(), "", List.of(), null));
  }

  private static SnippetDetails details(String key) {
    return new SnippetDetails(SnippetScope.OWN, key, "Blood pressure normal.");
  }
}
