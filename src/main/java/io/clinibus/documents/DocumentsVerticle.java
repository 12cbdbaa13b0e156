package io.clinibus.documents;

import io.clinibus.bus.Bus;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.blobs.BlobStore;
import io.clinibus.documents.blobs.BlobStores;
import io.clinibus.documents.content.DocumentContents;
import io.clinibus.documents.content.MalwareScanner;
import io.clinibus.documents.demo.DemoDocuments;
import io.clinibus.documents.demo.DemoPatientRepository;
import io.clinibus.documents.letters.LetterRepository;
import io.clinibus.documents.letters.LetterTemplates;
import io.clinibus.documents.letters.Letters;
import io.clinibus.documents.store.CheckRepository;
import io.clinibus.documents.store.DocumentChecker;
import io.clinibus.documents.store.DocumentCleaner;
import io.clinibus.documents.store.DocumentReaders;
import io.clinibus.documents.store.DocumentReplies;
import io.clinibus.documents.store.DocumentRepository;
import io.clinibus.documents.store.DocumentServices;
import io.clinibus.documents.store.Documents;
import io.clinibus.documents.store.Uploads;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/** Wires the documents domain. */
public final class DocumentsVerticle extends VerticleBase {

  private final NodeContext platform;

  public DocumentsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(
            () -> LetterTemplates.load(platform.settings().documents().letters()), false)
        .compose(this::serve);
  }

  private Future<?> serve(LetterTemplates templates) {
    Bus bus = platform.bus();
    Pool database = platform.database();
    Clock clock = platform.clock();
    PatientKeys keys = platform.patientKeys();
    Settings settings = platform.settings();
    BlobStore store = BlobStores.of(vertx, settings.documents(), clock);
    var scanner = new MalwareScanner(settings.documents().clamd());
    var contents = new DocumentContents(vertx, store, scanner);
    var repository = new DocumentRepository(database);
    var checks = new CheckRepository(database);
    var access = new PatientAccessCheck(DocumentsAccess.ALL, database, clock);
    var replies = new DocumentReplies(keys, PartOpeners.of(platform));
    var readers = new DocumentReaders(access, repository, clock);
    var services =
        new DocumentServices(repository, contents, keys, access, readers, replies, bus, clock);
    var documents = new Documents(services);
    var uploads = new Uploads(services);
    var letters =
        new Letters(
            vertx,
            templates,
            new LetterRepository(database),
            services,
            platform.rateLimiter(),
            settings.http().publicUrl());
    new DocumentChecker(checks, contents, keys, bus, clock).start(platform.jobs());
    new DocumentCleaner(checks, contents, store, clock).start(platform.jobs());
    if (settings.demo()) {
      new DemoDocuments(vertx, new DemoPatientRepository(database), bus, clock).start();
    }
    return Future.all(
        List.of(
            bus.serve(DocumentsApi.LIST_DOCUMENTS, documents::list),
            bus.serve(DocumentsApi.CREATE_DOCUMENT, uploads::create),
            bus.serve(DocumentsApi.GET_DOCUMENT, documents::get),
            bus.serve(DocumentsApi.PUT_DOCUMENT_CONTENT, uploads::add),
            bus.serve(DocumentsApi.GET_DOCUMENT_CONTENT, documents::content),
            bus.serve(DocumentsApi.READ_DOCUMENT_SECTION, documents::section),
            bus.serve(DocumentsApi.RELEASE_DOCUMENT, documents::release),
            bus.serve(DocumentsApi.STRIKE_OUT_DOCUMENT, documents::strikeOut),
            bus.serve(DocumentsApi.REMOVE_DOCUMENT, documents::remove),
            bus.serve(DocumentsApi.LIST_DOCUMENT_STATES, documents::states),
            bus.serve(LettersApi.CREATE_LETTER, letters::create),
            bus.serve(LettersApi.VERIFY_LETTER, letters::verify)));
  }
}
