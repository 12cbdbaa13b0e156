package io.clinibus.documents.store;

import io.clinibus.documents.api.DocumentState;
import io.clinibus.documents.blobs.BlobStore;
import io.clinibus.documents.blobs.BlobStore.Blob;
import io.clinibus.documents.content.DocumentContents;
import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ends uploads that nobody continues, and deletes blobs that nothing needs: sections after their
 * content was stored, contents of removed documents, and what rows were erased of.
 */
public final class DocumentCleaner {

  private static final Duration OFTEN = Duration.ofSeconds(10);
  private static final Duration SELDOM = Duration.ofHours(1);

  /** How long an upload can be continued. */
  private static final Duration CONTINUED = Duration.ofDays(1);

  /** A blob without a row may belong to a transaction that is not committed. */
  private static final Duration YOUNG = Duration.ofDays(1);

  private static final int BATCH = 20;
  private static final int PAGE = 500;
  private static final Pattern OWNER =
      Pattern.compile(
          "(?:upload|content)/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}).*");

  private final CheckRepository repository;
  private final DocumentContents contents;
  private final BlobStore store;
  private final Clock clock;

  public DocumentCleaner(
      CheckRepository repository, DocumentContents contents, BlobStore store, Clock clock) {
    this.repository = repository;
    this.contents = contents;
    this.store = store;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(OFTEN, "clean-documents", this::clean);
    jobs.every(SELDOM, "sweep-blobs", this::sweep);
  }

  /** Ends what has expired, and deletes the blobs of documents in their final state. */
  Future<?> clean() {
    return repository
        .expire(clock.instant().minus(CONTINUED), clock.instant(), BATCH)
        .compose(expired -> repository.withLeftBlobs(clock.instant(), BATCH))
        .compose(
            left -> {
              Future<?> all = Future.succeededFuture();
              for (StoredDocument document : left) {
                all = all.compose(before -> clean(document));
              }
              return all;
            });
  }

  private Future<?> clean(StoredDocument document) {
    Future<Void> content =
        document.state() == DocumentState.REMOVED && document.blob() != null
            ? contents.delete(document.blob())
            : Future.succeededFuture();
    return content
        .compose(deleted -> contents.deleteSections(document.id(), document.size()))
        .compose(deleted -> repository.cleaned(document));
  }

  /** Deletes blobs that belong to no document with a key, nor to one that was set aside. */
  Future<?> sweep() {
    return sweepAfter("");
  }

  private Future<?> sweepAfter(String name) {
    return store
        .list("", name, PAGE)
        .compose(
            page ->
                delete(page)
                    .compose(
                        deleted ->
                            page.size() < PAGE
                                ? Future.succeededFuture()
                                : sweepAfter(page.get(PAGE - 1).name())));
  }

  private Future<?> delete(List<Blob> page) {
    List<UUID> owners = page.stream().map(Blob::name).map(this::owner).distinct().toList();
    return repository
        .present(owners)
        .compose(
            present -> {
              Set<UUID> kept = new HashSet<>(present);
              Future<?> all = Future.succeededFuture();
              for (Blob blob : page) {
                boolean young = blob.modified().isAfter(clock.instant().minus(YOUNG));
                if (!young && !kept.contains(owner(blob.name()))) {
                  all = all.compose(before -> store.delete(blob.name()));
                }
              }
              return all;
            });
  }

  /** A blob of another form belongs to nobody. */
  private UUID owner(String name) {
    Matcher owner = OWNER.matcher(name);
    return owner.matches() ? UUID.fromString(owner.group(1)) : new UUID(0, 0);
  }
}
