package io.clinibus.web.pages;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.web.http.EntityTags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Serves files from the class path, read once off the event loop and then from memory. */
public final class ClassPathFiles {

  /** A year: the file's name changes with its content. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** Revalidate before use. */
  static final String ASK_FIRST = "no-cache";

  /** Each lookup of a file that was not served before takes a worker thread. */
  private static final int MAX_LOOKUPS = 64;

  private static final long MEMORY_BYTES = 64L * 1024 * 1024;

  /**
   * With an extension: a name without is that of a folder, which the class path reads as a file.
   */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@/-]*\\.[A-Za-z][A-Za-z0-9]*");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("wasm", "application/wasm"),
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
  private static final Set<String> COMPRESSIBLE =
      Set.of("html", "js", "wasm", "css", "json", "yaml", "svg", "webmanifest", "txt");

  /** A file in its available encodings; others are null. */
  private record File(String type, String tag, byte[] plain, byte[] gzip, byte[] brotli) {

    int size() {
      return plain.length + length(gzip) + length(brotli);
    }

    private static int length(byte[] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }

  private final Vertx vertx;
  private final String root;
  private final Map<String, String> replacements;
  private final Cache<String, File> files =
      CaffeineFactory.builder()
          .maximumWeight(MEMORY_BYTES)
          .weigher((String name, File file) -> file.size())
          .build();

  private final AtomicInteger lookups = new AtomicInteger();

  /**
   * @param root a folder of the class path, with a slash at the end
   */
  public ClassPathFiles(Vertx vertx, String root) {
    this(vertx, root, Map.of());
  }

  /**
   * @param replacements texts to be replaced in every file of the folder
   */
  ClassPathFiles(Vertx vertx, String root, Map<String, String> replacements) {
    this.vertx = vertx;
    this.root = root;
    this.replacements = replacements;
  }

  boolean has(String name) {
    return loader().getResource(root + name) != null;
  }

  /**
   * Sends a file.
   *
   * @return fails with {@code NOT_FOUND} if it does not exist, {@code UNAVAILABLE} while too many
   *     are looked up
   */
  Future<Void> send(RoutingContext context, String name, String cacheControl) {
    return find(name)
        .compose(
            file ->
                file.isPresent()
                    ? send(context, file.get(), cacheControl)
                    : Future.failedFuture(
                        Failure.of(CommonFailures.NOT_FOUND, "There is no such page.")));
  }

  private Future<Void> send(RoutingContext context, File file, String cacheControl) {
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
            .putHeader(HttpHeaders.ETAG, file.tag())
            .putHeader(HttpHeaders.VARY, "Accept-Encoding");
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (EntityTags.matches(known, file.tag())) {
      return response.setStatusCode(304).end();
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (file.brotli() != null && accepted != null && accepted.contains("br")) {
      return response
          .putHeader(HttpHeaders.CONTENT_ENCODING, "br")
          .end(Buffer.buffer(file.brotli()));
    }
    if (file.gzip() != null && accepted != null && accepted.contains("gzip")) {
      return response
          .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
          .end(Buffer.buffer(file.gzip()));
    }
    return response.end(Buffer.buffer(file.plain()));
  }

  private Future<Optional<File>> find(String name) {
    File known = files.getIfPresent(name);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      return Future.succeededFuture(Optional.empty());
    }
    if (lookups.incrementAndGet() > MAX_LOOKUPS) {
      lookups.decrementAndGet();
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    return vertx
        .executeBlocking(() -> Optional.ofNullable(read(name)), false)
        .onSuccess(found -> found.ifPresent(file -> files.put(name, file)))
        .onComplete(done -> lookups.decrementAndGet());
  }

  private File read(String name) throws IOException {
    byte[] plain = bytes(name);
    if (plain == null) {
      return null;
    }
    if (!replacements.isEmpty()) {
      plain = replaced(plain);
    }
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    byte[] gzip = bytes(name + ".gz");
    if (gzip == null && COMPRESSIBLE.contains(extension)) {
      gzip = gzip(plain);
    }
    return new File(
        TYPES.getOrDefault(extension, "application/octet-stream"),
        '"' + digest(plain) + '"',
        plain,
        gzip,
        bytes(name + ".br"));
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream in = loader().getResourceAsStream(root + name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private byte[] replaced(byte[] plain) {
    String text = new String(plain, StandardCharsets.UTF_8);
    for (var replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ClassLoader loader() {
    return ClassPathFiles.class.getClassLoader();
  }
}
