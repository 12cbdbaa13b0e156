package io.clinibus.documents;

import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsFailures;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.blobs.BlobStore;
import io.clinibus.documents.blobs.BlobStores;
import io.clinibus.platform.Module;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.ReadinessCheck;
import java.util.List;

/** Describes the documents domain. */
public final class DocumentsModule {

  public static final Module MODULE =
      Module.of("documents", DocumentsVerticle::new)
          .withApis(DocumentsApi.class, LettersApi.class)
          .withFailures(DocumentsFailures.class)
          .withTopics(DocumentsTopics.ALL)
          .withReadiness(DocumentsModule::checks)
          .withPersonalData(DocumentsPersonalData.ALL)
          .withAccess(DocumentsAccess.ALL);

  private DocumentsModule() {}

  /** Without the store everything else goes on. */
  private static List<ReadinessCheck> checks(NodeContext platform) {
    BlobStore store =
        BlobStores.of(platform.vertx(), platform.settings().documents(), platform.clock());
    return List.of(new ReadinessCheck("documents", false, store::check));
  }
}
