package io.clinibus.web.contract;

import java.util.List;

/**
 * The use of the refresh cookie by an operation, from the contract's {@code x-refresh-cookie}.
 *
 * @param given whether the operation sets the cookie
 * @param taken whether the cookie fills a component of the operation's request
 * @param kept whether the operation requires the cookie, and the browser keeps it
 */
public record RefreshCookieUse(boolean given, boolean taken, boolean kept) {

  /** The component of a request record that the cookie fills. */
  public static final String COMPONENT = "refreshToken";

  private static final String GIVE = "give";
  private static final String TAKE = "take";
  private static final String KEEP = "keep";

  /**
   * Parses {@code x-refresh-cookie}.
   *
   * @param stated null if absent
   * @throws IllegalStateException if it is invalid
   */
  static RefreshCookieUse of(String operationId, List<?> stated) {
    List<?> uses = stated == null ? List.of() : stated;
    if (!List.of(GIVE, TAKE, KEEP).containsAll(uses) || stated != null && stated.isEmpty()) {
      throw new IllegalStateException(
          operationId + ": x-refresh-cookie is give, take, both, or keep");
    }
    boolean kept = uses.contains(KEEP);
    return new RefreshCookieUse(uses.contains(GIVE), kept || uses.contains(TAKE), kept);
  }

  /** Whether the operation uses the cookie at all. */
  public boolean used() {
    return given || taken;
  }
}
