package io.clinibus.documents.store;

import io.clinibus.documents.blobs.BlobStore;
import io.clinibus.documents.blobs.BlobStores;
import io.clinibus.platform.NodeContext;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The blobs of a node, and what removes those that no document needs, two days later. */
record StoredBlobs(BlobStore store, DocumentCleaner cleaner) {

  static StoredBlobs of(NodeContext platform) {
    // A blob that is younger than a day is left alone.
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    BlobStore store = BlobStores.of(platform.vertx(), platform.settings().documents(), later);
    return new StoredBlobs(
        store, new DocumentCleaner(new CheckRepository(platform.database()), null, store, later));
  }

  void sweep() {
    BusFixture.await(cleaner.sweep());
  }

  long countOf(UUID documentId) {
    List<BlobStore.Blob> all = BusFixture.await(store.list("", "", 500));
    return all.stream().filter(blob -> blob.name().contains(documentId.toString())).count();
  }
}
