package io.clinibus.web.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace of a request (W3C Trace Context): the one it carried, or a new one.
 *
 * @param traceId 32 hexadecimal digits
 * @param given whether the request carried it
 */
record TraceContext(String traceId, boolean given) {

  /** The request header. */
  static final String REQUEST_HEADER = "traceparent";

  /** The response header, from level 2 of the recommendation. */
  static final String RESPONSE_HEADER = "traceresponse";

  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  /**
   * @param parent the request's header, or null; a malformed one is ignored
   */
  static TraceContext of(String parent) {
    Matcher stated = parent == null ? null : PARENT.matcher(parent);
    return stated != null && stated.matches()
        ? new TraceContext(stated.group(1), true)
        : new TraceContext(digits() + digits(), false);
  }

  /** The response header's value, with this node's span; not sampled. */
  String response() {
    return "00-" + traceId + "-" + digits() + "-00";
  }

  /** Sixteen random digits; unique enough, not a secret. */
  private static String digits() {
    long random = ThreadLocalRandom.current().nextLong();
    return HexFormat.of().toHexDigits(random == 0 ? 1 : random);
  }
}
