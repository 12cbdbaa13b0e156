package io.clinibus.web.http;

import io.clinibus.bus.content.HasContent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers of an answer that is a file. Whatever it is, a browser neither runs anything of it nor
 * takes it for another type, and only the browser of its reader may keep it while it is shown.
 */
public final class ContentHeaders {

  private static final String CSP = "Content-Security-Policy";
  private static final String SANDBOX =
      "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private ContentHeaders() {}

  /** Adds the headers of the whole file. */
  public static void add(MultiMap headers, HasContent file, String tag) {
    headers
        .set(HttpHeaders.CONTENT_TYPE, file.contentType())
        .set(HttpHeaders.CONTENT_DISPOSITION, disposition(file.fileName()))
        .set(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .set(HttpHeaders.ACCEPT_RANGES, "bytes")
        .set(HttpHeaders.ETAG, tag)
        .set(CSP, SANDBOX);
  }

  /** RFC 6266: an ASCII name, and the name itself. */
  private static String disposition(String name) {
    String ascii = name.replaceAll("[^A-Za-z0-9 ._-]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }

  /**
   * The part of a file that a request asks for.
   *
   * @param to the last byte, inclusive
   * @param partial whether it is not the whole file
   */
  public record ByteRange(long from, long to, boolean partial) {

    /** Longer numbers are beyond every file. */
    private static final Pattern ONE =
        Pattern.compile("bytes\\s*=\\s*(\\d{0,15})\\s*-\\s*(\\d{0,15})\\s*");

    /**
     * Reads the header {@code Range}. One of several ranges or of another unit is ignored, as is
     * one of another version of the file.
     *
     * @return null if the file has no such part
     */
    public static ByteRange of(HttpServerRequest request, String tag, long size) {
      String stated = request.getHeader("Range");
      String version = request.getHeader("If-Range");
      Matcher range = ONE.matcher(stated == null ? "" : stated.strip());
      boolean ignored = version != null && !version.strip().equals(tag);
      if (ignored || !range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
        return new ByteRange(0, size - 1, false);
      }
      return range.group(1).isEmpty()
          ? last(Long.parseLong(range.group(2)), size)
          : from(Long.parseLong(range.group(1)), range.group(2), size);
    }

    private static ByteRange last(long length, long size) {
      return length == 0 ? null : new ByteRange(Math.max(0, size - length), size - 1, true);
    }

    private static ByteRange from(long first, String end, long size) {
      long last = end.isEmpty() ? size - 1 : Math.min(Long.parseLong(end), size - 1);
      boolean backwards = !end.isEmpty() && Long.parseLong(end) < first;
      if (backwards) {
        return new ByteRange(0, size - 1, false); // not valid, so ignored
      }
      return first >= size ? null : new ByteRange(first, last, true);
    }

    /** Adds the length, and which part it is. */
    public void addTo(MultiMap headers, long size) {
      headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(to - from + 1));
      if (partial) {
        headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + size);
      }
    }
  }
}
