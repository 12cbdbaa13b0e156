package io.clinibus.documents.store;

import io.clinibus.bus.Bus;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.content.DocumentContents;
import io.clinibus.documents.content.DocumentContents.Sealed;
import io.clinibus.documents.content.DocumentKey;
import io.clinibus.documents.store.DocumentRepository.Changed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks uploads that are complete, and makes a content of their sections, one at a time on each
 * node. What cannot be checked, such as while clamd does not answer, waits.
 */
public final class DocumentChecker {

  private static final Logger LOG = LoggerFactory.getLogger(DocumentChecker.class);
  private static final Duration AT_REST = Duration.ofSeconds(1);
  private static final Duration AT_WORK = Duration.ofMillis(20);
  private static final Duration LEASE = Duration.ofMinutes(3);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 7;

  private final CheckRepository repository;
  private final DocumentContents contents;
  private final PatientKeys keys;
  private final Bus bus;
  private final Clock clock;

  public DocumentChecker(
      CheckRepository repository,
      DocumentContents contents,
      PatientKeys keys,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.contents = contents;
    this.keys = keys;
    this.bus = bus;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "check-documents", this::run);
  }

  /**
   * Checks one document.
   *
   * @return whether there was one
   */
  Future<Boolean> run() {
    return repository
        .claim(clock.instant(), clock.instant().plus(LEASE))
        .compose(
            claimed ->
                claimed.isEmpty()
                    ? Future.succeededFuture(false)
                    : check(claimed.get()).map(checked -> true));
  }

  private Future<Void> check(StoredDocument document) {
    return keys.of(document.patientId())
        .compose(
            key ->
                contents.assemble(
                    DocumentKey.open(document.id(), key, document.key()),
                    document.size(),
                    document.attempts()))
        .compose(
            content -> complete(document, content),
            cause -> {
              LOG.atWarn()
                  .addKeyValue("document", document.id())
                  .addKeyValue("attempt", document.attempts())
                  .addKeyValue("cause", rootOf(cause).toString())
                  .log("document not checked, repeated later");
              return repository
                  .postpone(document, clock.instant().plus(pause(document)))
                  .mapEmpty();
            });
  }

  private Future<Void> complete(StoredDocument document, Optional<Sealed> content) {
    return repository
        .complete(document, content, clock.instant())
        .map(
            changed -> {
              changed
                  .map(Changed::event)
                  .ifPresent(event -> bus.publish(DocumentsApi.DOCUMENT_CHANGED, event));
              return null;
            });
  }

  private static Duration pause(StoredDocument document) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(document.attempts() - 1, MOST_DOUBLINGS));
  }

  private static Throwable rootOf(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
