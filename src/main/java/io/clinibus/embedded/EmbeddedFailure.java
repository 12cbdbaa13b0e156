package io.clinibus.embedded;

/** A first run could not start what it needs; the message is one line for the operator. */
public final class EmbeddedFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedFailure(String message) {
    super(message);
  }

  EmbeddedFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
