package io.clinibus.platform.db;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Finds each script of a migration in the first place of the class path that has it. Flyway looks
 * three times for all places of each of them, which would search every library every time a node
 * starts. Folders are still found in all places.
 */
final class MigrationLoader extends ClassLoader {

  private static final String SCRIPT = ".sql";

  MigrationLoader(ClassLoader parent) {
    super(parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.endsWith(SCRIPT)) {
      return super.getResources(name);
    }
    URL found = getResource(name);
    return Collections.enumeration(found == null ? List.of() : List.of(found));
  }
}
