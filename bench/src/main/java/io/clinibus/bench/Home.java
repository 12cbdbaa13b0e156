package io.clinibus.bench;

import java.nio.file.Path;

/** Where the product is. */
final class Home {

  private Home() {}

  /** The folder of the clone. */
  static Path folder() {
    return Path.of(System.getProperty("bench.home", "."));
  }

  static Path jar() {
    return folder().resolve("target/clinibus.jar");
  }

  /** Where data sets, logs and recordings are kept. */
  static Path data() {
    return folder().resolve("bench/data");
  }
}
