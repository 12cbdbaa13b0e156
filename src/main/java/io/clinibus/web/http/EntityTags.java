package io.clinibus.web.http;

import io.clinibus.bus.HasETag;

/** Entity tags (RFC 9110, section 8.8.3). */
public final class EntityTags {

  private EntityTags() {}

  public static String of(HasETag reply) {
    return '"' + reply.etag() + '"';
  }

  /** The tag's content, without quotes and the weakness prefix. */
  public static String opaque(String tag) {
    String text = tag.strip();
    if (text.startsWith("W/")) {
      text = text.substring(2);
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * Whether an If-None-Match header contains the tag, by weak comparison.
   *
   * @param header null if absent
   */
  public static boolean matches(String header, String tag) {
    if (header == null) {
      return false;
    }
    if (header.equals(tag) || header.equals("*")) {
      return true;
    }
    for (String candidate : header.split(",")) {
      if (opaque(candidate).equals(opaque(tag))) {
        return true;
      }
    }
    return false;
  }
}
