package io.clinibus.bench.settings;

import java.nio.file.Path;

/** Where the product is. */
public final class ProjectFolder {

  private ProjectFolder() {}

  /** The folder of the clone. */
  public static Path folder() {
    return Path.of(System.getProperty("bench.home", "."));
  }

  public static Path jar() {
    return folder().resolve("target/clinibus.jar");
  }

  /** Where data sets, logs and recordings are kept. */
  public static Path data() {
    return folder().resolve("bench/data");
  }
}
