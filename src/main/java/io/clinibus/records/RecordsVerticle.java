package io.clinibus.records;

import io.clinibus.bus.Bus;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.records.api.CodesApi;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.records.api.UnsignedNotesApi;
import io.clinibus.records.codes.CodeNameRepository;
import io.clinibus.records.codes.CodeSearch;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.encounters.EncounterPresence;
import io.clinibus.records.encounters.EncounterReads;
import io.clinibus.records.encounters.EncounterRepository;
import io.clinibus.records.encounters.Encounters;
import io.clinibus.records.encounters.UnsignedNoteRepository;
import io.clinibus.records.encounters.UnsignedNotes;
import io.clinibus.records.entries.RecordReaders;
import io.clinibus.records.entries.RestrictionRepository;
import io.clinibus.records.texts.NoteSnippetRepository;
import io.clinibus.records.texts.NoteSnippetService;
import io.clinibus.records.texts.NoteTemplateRepository;
import io.clinibus.records.texts.NoteTemplateService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires the records domain. */
public final class RecordsVerticle extends VerticleBase {

  private final NodeContext platform;

  public RecordsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    var keys = platform.patientKeys();
    var access = new PatientAccessCheck(RecordsAccess.ALL, database, clock);
    var readers = new RecordReaders(new RestrictionRepository(database), clock);
    var openers = PartOpeners.of(platform);
    var names = new PlainNames(new CodeNameRepository(database));
    var encounterRepository = new EncounterRepository(database);
    var reads =
        new EncounterReads(encounterRepository, access, readers, keys, openers, names, clock);
    var encounters = new Encounters(encounterRepository, reads, access, keys, bus, clock);
    var presence = new EncounterPresence(encounterRepository, reads, bus, clock);
    var unsigned = new UnsignedNotes(new UnsignedNoteRepository(database), access, clock);
    var form = new DataFormCheck(database, DataForm.SEALED_STAFF_TEXTS);
    var snippets = new NoteSnippetService(new NoteSnippetRepository(database), openers, keys, form);
    var templates = new NoteTemplateService(new NoteTemplateRepository(database), openers, keys);
    var codes = new CodeSearch(database);
    new SealingJob(
            database,
            keys,
            "records",
            DataForm.SEALED_STAFF_TEXTS,
            List.of(NoteSnippetRepository.IN_CLEAR),
            platform.metrics())
        .start(platform.jobs());
    return Future.all(
        List.of(
            ChartServices.serve(platform, readers, openers, access, names),
            bus.serve(EncountersApi.OPEN_ENCOUNTER, encounters::open),
            bus.serve(EncountersApi.GET_ENCOUNTER, reads::get),
            bus.serve(EncountersApi.LIST_ENCOUNTERS, reads::list),
            bus.serve(EncountersApi.SAVE_NOTE, encounters::save),
            bus.serve(EncountersApi.SIGN_ENCOUNTER, encounters::sign),
            bus.serve(EncountersApi.ADD_ADDENDUM, encounters::addAddendum),
            bus.serve(EncountersApi.STRIKE_OUT_ENCOUNTER, encounters::strikeOut),
            bus.serve(EncountersApi.GET_ENCOUNTER_STATE, presence::state),
            bus.serve(EncountersApi.KEEP_EDITING, presence::keep),
            bus.serve(EncountersApi.STOP_EDITING, presence::stop),
            bus.serve(EncountersApi.LIST_VITAL_SIGNS, reads::vitalSigns),
            bus.serve(UnsignedNotesApi.LIST_UNSIGNED_NOTES, unsigned::list),
            bus.serve(UnsignedNotesApi.GET_UNSIGNED_NOTES_STATE, unsigned::state),
            bus.serve(NoteSnippetsApi.LIST_NOTE_SNIPPETS, snippets::list),
            bus.serve(NoteSnippetsApi.CREATE_NOTE_SNIPPET, snippets::create),
            bus.serve(NoteSnippetsApi.UPDATE_NOTE_SNIPPET, snippets::update),
            bus.serve(NoteSnippetsApi.DELETE_NOTE_SNIPPET, snippets::delete),
            bus.serve(NoteTemplatesApi.LIST_NOTE_TEMPLATES, templates::list),
            bus.serve(NoteTemplatesApi.GET_NOTE_TEMPLATE, templates::get),
            bus.serve(NoteTemplatesApi.CREATE_NOTE_TEMPLATE, templates::create),
            bus.serve(NoteTemplatesApi.UPDATE_NOTE_TEMPLATE, templates::update),
            bus.serve(NoteTemplatesApi.DELETE_NOTE_TEMPLATE, templates::delete),
            bus.serve(CodesApi.SEARCH_CODES, codes::search),
            bus.serve(CodesApi.NAME_DIAGNOSES, names::diagnoses)));
  }
}
