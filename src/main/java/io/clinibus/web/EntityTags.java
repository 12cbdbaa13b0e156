package io.clinibus.web;

import io.clinibus.bus.Versioned;

/** Entity tags (RFC 9110, section 8.8.3). */
final class EntityTags {

  private EntityTags() {}

  static String of(Versioned reply) {
    return '"' + reply.etag() + '"';
  }

  /** The tag's content, without quotes and the weakness mark. */
  static String opaque(String tag) {
    String text = tag.strip();
    if (text.startsWith("W/")) {
      text = text.substring(2);
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * Whether an If-None-Match header names the tag, by weak comparison.
   *
   * @param header null if it was not sent
   */
  static boolean matches(String header, String tag) {
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
