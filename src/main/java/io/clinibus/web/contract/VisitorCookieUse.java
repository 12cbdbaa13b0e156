package io.clinibus.web.contract;

/** What an operation does with the cookie of a visitor, by {@code x-visitor-cookie}. */
public enum VisitorCookieUse {
  NONE,

  /** Reads it. */
  TAKE,

  /** Reads it, and gives one to a visitor without. */
  GIVE;

  /** The component of a request record that the cookie fills. */
  public static final String COMPONENT = "visitorToken";

  /**
   * @throws IllegalStateException for an unknown use
   */
  static VisitorCookieUse of(String operationId, String use) {
    return switch (use == null ? "" : use) {
      case "" -> NONE;
      case "take" -> TAKE;
      case "give" -> GIVE;
      default -> throw new IllegalStateException(operationId + ": x-visitor-cookie: " + use);
    };
  }
}
