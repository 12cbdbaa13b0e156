package io.clinibus.embedded;

/** An embedded service could not be started; the message is one line for the operator. */
public final class EmbeddedFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedFailure(String message) {
    super(message);
  }

  EmbeddedFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
