package io.clinibus.documents.blobs;

/** Nothing is stored under a name. */
public final class NoSuchBlob extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchBlob(String name) {
    super("no blob " + name);
  }
}
