package io.clinibus.documents.api;

/** A clinic's template of letters cannot be used; the message names the file and what is wrong. */
public final class InvalidLetterTemplate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidLetterTemplate(String message, Throwable cause) {
    super(message, cause);
  }
}
