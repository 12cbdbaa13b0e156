package io.clinibus.documents.store;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.content.DocumentContents;
import io.clinibus.documents.store.DocumentRepository.Changed;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the use cases of documents have in common. */
public record DocumentServices(
    DocumentRepository repository,
    DocumentContents contents,
    PatientKeys keys,
    PatientAccessCheck access,
    DocumentReaders readers,
    DocumentReplies replies,
    Bus bus,
    Clock clock) {

  /** The time with the precision of PostgreSQL. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Publishes a change that is committed, and answers the document. */
  public Future<Document> published(Changed changed, Caller caller) {
    bus.publish(DocumentsApi.DOCUMENT_CHANGED, changed.event());
    return replies.of(changed.document(), caller);
  }
}
