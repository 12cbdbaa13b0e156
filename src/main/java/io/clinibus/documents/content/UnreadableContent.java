package io.clinibus.documents.content;

import java.util.UUID;

/** The stored content of a document was not sealed for it, or has been changed. */
public final class UnreadableContent extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableContent(UUID documentId, Exception cause) {
    super("content unreadable of document " + documentId, cause);
  }
}
