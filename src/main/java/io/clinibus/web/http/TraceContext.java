package io.clinibus.web.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace a request belongs to (W3C Trace Context): the one it came with, or a new one.
 *
 * @param traceId 32 hexadecimal digits
 * @param given whether the request came with it
 */
record TraceContext(String traceId, boolean given) {

  /** What a request says. */
  static final String REQUEST_HEADER = "traceparent";

  /** What the answer says; of the second level of the recommendation. */
  static final String RESPONSE_HEADER = "traceresponse";

  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  /**
   * @param parent the request's header, or null; a malformed one counts as none
   */
  static TraceContext of(String parent) {
    Matcher stated = parent == null ? null : PARENT.matcher(parent);
    return stated != null && stated.matches()
        ? new TraceContext(stated.group(1), true)
        : new TraceContext(digits() + digits(), false);
  }

  /** Tells the caller under which span this node worked; it was not recorded for tracing. */
  String response() {
    return "00-" + traceId + "-" + digits() + "-00";
  }

  /** Sixteen digits, unlikely to repeat and not a secret. */
  private static String digits() {
    long random = ThreadLocalRandom.current().nextLong();
    return HexFormat.of().toHexDigits(random == 0 ? 1 : random);
  }
}
