package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationLoaderTest {

  private static final String FOLDER = "db/migration/records";
  private static final String SCRIPT = FOLDER + "/V1__encounter.sql";

  @TempDir private Path classes;
  @TempDir private Path library;

  @Test
  void scriptIsFoundInTheFirstPlaceAndFoldersInAll() throws IOException {
    for (Path place : List.of(classes, library)) {
      Files.createDirectories(place.resolve(FOLDER));
      Files.writeString(place.resolve(SCRIPT), "SELECT 1");
    }
    URL[] classPath = {classes.toUri().toURL(), library.toUri().toURL()};
    try (var parent = new URLClassLoader(classPath, null)) {
      var loader = new MigrationLoader(parent);

      assertThat(places(loader, SCRIPT)).containsExactly(url(classes, SCRIPT));
      assertThat(places(loader, FOLDER))
          .containsExactly(url(classes, FOLDER), url(library, FOLDER));
      assertThat(places(loader, FOLDER + "/V2__note.sql")).isEmpty();
    }
  }

  private static List<URL> places(ClassLoader loader, String name) throws IOException {
    return Collections.list(loader.getResources(name));
  }

  private static URL url(Path place, String name) throws IOException {
    return URI.create(place.toUri() + name).toURL();
  }
}
