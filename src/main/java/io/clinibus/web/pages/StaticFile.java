package io.clinibus.web.pages;

import io.clinibus.web.http.EntityTags;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** A file with what is served of it. */
record StaticFile(String type, String tag, FileContent content) {

  /** A year: the file's name changes with its content. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** Revalidate before use. */
  static final String ASK_FIRST = "no-cache";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("yaml", "application/yaml; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /** A file, whose type follows from its name. Takes a millisecond for some hundred kilobytes. */
  static StaticFile of(String name, FileContent content) {
    return new StaticFile(
        TYPES.getOrDefault(extension(name), "application/octet-stream"),
        '"' + digest(content.plain()) + '"',
        content);
  }

  static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Sends it, or that the client has it already. */
  Future<Void> send(RoutingContext context, String cacheControl) {
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
            .putHeader(HttpHeaders.ETAG, tag)
            .putHeader(HttpHeaders.VARY, "Accept-Encoding");
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (EntityTags.matches(known, tag)) {
      return response.setStatusCode(304).end();
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (content.brotli() != null && accepted != null && accepted.contains("br")) {
      return response
          .putHeader(HttpHeaders.CONTENT_ENCODING, "br")
          .end(Buffer.buffer(content.brotli()));
    }
    if (content.gzip() != null && accepted != null && accepted.contains("gzip")) {
      return response
          .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
          .end(Buffer.buffer(content.gzip()));
    }
    return response.end(Buffer.buffer(content.plain()));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
