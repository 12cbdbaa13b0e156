package io.clinibus.web.live.protocol;

/** Why the server ends a socket. The codes are part of the protocol. */
public enum CloseReason {
  RESTART(1012, "This node is stopping; connect again after the stated time."),
  MALFORMED(4400, "A frame could not be read."),
  UNAUTHENTICATED(4401, "The access token is not good, or not any more."),
  SILENT(4408, "Nothing was heard for too long."),
  TOO_MANY(4429, "Too many sockets or frames.");

  private final int code;
  private final String explanation;

  CloseReason(int code, String explanation) {
    this.code = code;
    this.explanation = explanation;
  }

  public short code() {
    return (short) code;
  }

  public String reason() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public String explanation() {
    return explanation;
  }
}
