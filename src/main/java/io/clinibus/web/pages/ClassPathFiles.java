package io.clinibus.web.pages;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.CaffeineFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Serves files from the class path, read once off the event loop and then from memory. */
public final class ClassPathFiles {

  /** Each lookup of a file that was not served before takes a worker thread. */
  private static final int MAX_LOOKUPS = 64;

  private static final long MEMORY_BYTES = 64L * 1024 * 1024;

  /**
   * With an extension: a name without is that of a folder, which the class path reads as a file.
   */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@/-]*\\.[A-Za-z][A-Za-z0-9]*");

  private static final Set<String> COMPRESSIBLE =
      Set.of("html", "js", "css", "json", "yaml", "svg", "webmanifest", "txt");

  private final Vertx vertx;
  private final String root;
  private final Map<String, String> replacements;
  private final Cache<String, StaticFile> files =
      CaffeineFactory.builder()
          .maximumWeight(MEMORY_BYTES)
          .weigher((String name, StaticFile file) -> file.content().size())
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
                    ? file.get().send(context, cacheControl)
                    : Future.failedFuture(
                        Failure.of(CommonFailures.NOT_FOUND, "There is no such page.")));
  }

  private Future<Optional<StaticFile>> find(String name) {
    StaticFile known = files.getIfPresent(name);
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

  private StaticFile read(String name) throws IOException {
    FileContent content = content(name);
    return content == null ? null : StaticFile.of(name, content);
  }

  /** What a file has, or null if it does not exist. Blocks. */
  FileContent content(String name) throws IOException {
    byte[] plain = bytes(name);
    if (plain == null) {
      return null;
    }
    if (!replacements.isEmpty()) {
      plain = replaced(plain);
    }
    byte[] gzip = bytes(name + ".gz");
    if (gzip == null && COMPRESSIBLE.contains(StaticFile.extension(name))) {
      gzip = gzip(plain);
    }
    return new FileContent(plain, gzip, bytes(name + ".br"));
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

  private static ClassLoader loader() {
    return ClassPathFiles.class.getClassLoader();
  }
}
