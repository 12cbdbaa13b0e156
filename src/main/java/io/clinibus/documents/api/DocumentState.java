package io.clinibus.documents.api;

/** The state of a document. */
public enum DocumentState {
  /** Not all of it has arrived. */
  UPLOADING,
  /** All of it has arrived and is being checked and sealed; nobody can read it. */
  CHECKING,
  /** Can be read. */
  STORED,
  /** Was refused after it had arrived; its content is deleted. */
  REFUSED,
  /** Struck out by a doctor; it stays visible. */
  ENTERED_IN_ERROR,
  /** Removed by its author; its content is deleted, and no list shows it. */
  REMOVED
}
