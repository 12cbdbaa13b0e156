package io.clinibus.web.live.protocol;

/** Why the server closes a socket. The codes are part of the protocol. */
public enum CloseReason {
  RESTART(1012, "This node is stopping; connect again after the stated time."),
  MALFORMED(4400, "Malformed frame."),
  UNAUTHENTICATED(4401, "The access token is invalid, expired or revoked."),
  SILENT(4408, "Timeout: nothing received from the client."),
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
