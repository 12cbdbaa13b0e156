package io.clinibus.web.pages;

import io.clinibus.bus.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Builds of an app, as Vite writes them, on the class path of a test. */
final class TestBuild {

  private TestBuild() {}

  /**
   * Writes a build with two texts, one of them compressed before, and a font.
   *
   * @param test whose build it is
   * @param hash eight characters, as in the names of its assets
   */
  static AppBuild write(Class<?> test, String hash) {
    return write(
        test,
        hash,
        Map.of(
            script(hash),
            bytes(hash, 3_000),
            script(hash) + ".br",
            bytes(hash + "br", 300),
            script(hash) + ".gz",
            bytes(hash + "gz", 400),
            style(hash),
            ("." + hash + " { color: red }").getBytes(StandardCharsets.UTF_8),
            font(hash),
            bytes(hash + "font", 2_000)));
  }

  /**
   * @param assets contents by name
   */
  static AppBuild write(Class<?> test, String hash, Map<String, byte[]> assets) {
    String folder = test.getSimpleName() + '/' + hash + '/';
    try {
      Path root = Path.of(test.getResource("/").toURI()).resolve(folder);
      Files.createDirectories(root.resolve("assets"));
      Files.createDirectories(root.resolve(".build"));
      Files.writeString(root.resolve("index.html"), "<!doctype html><title>" + hash + "</title>");
      for (var asset : assets.entrySet()) {
        Files.write(root.resolve(asset.getKey()), asset.getValue());
      }
      Files.writeString(
          root.resolve(".build/assets.json"), Json.MAPPER.writeValueAsString(names(assets)));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return new AppBuild(folder, true);
  }

  static String script(String hash) {
    return "assets/page-" + hash + ".js";
  }

  static String style(String hash) {
    return "assets/page-" + hash + ".css";
  }

  static String font(String hash) {
    return "assets/font-" + hash + ".woff2";
  }

  /** The same bytes for the same seed. */
  static byte[] bytes(String seed, int number) {
    byte[] bytes = new byte[number];
    new Random(seed.hashCode()).nextBytes(bytes);
    return bytes;
  }

  /** Without those that are another in compressed form. */
  private static List<String> names(Map<String, byte[]> assets) {
    return assets.keySet().stream().filter(name -> !name.matches(".*\\.(br|gz)")).toList();
  }
}
