package io.clinibus.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/**
 * A build of the app on the class path.
 *
 * @param folder its folder, with a slash at the end
 * @param stored whether its assets are stored for the pages that other nodes serve
 */
public record AppBuild(String folder, boolean stored) {

  /** The build of this release. */
  public static final AppBuild OF_RELEASE = new AppBuild("webroot/", true);

  private static final String MANIFEST = ".vite/manifest.json";

  /**
   * The names of its assets: the files whose names have a hash of their content. Blocks.
   *
   * @return in their order; empty if they are not to be stored, or if there is no build
   */
  Set<String> assets() throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream manifest = stored ? resource(MANIFEST) : null) {
      if (manifest != null) {
        for (JsonNode chunk : Json.MAPPER.readTree(manifest)) {
          names.add(chunk.get("file").textValue());
          chunk.path("css").forEach(name -> names.add(name.textValue()));
          chunk.path("assets").forEach(name -> names.add(name.textValue()));
        }
      }
    }
    return names;
  }

  private InputStream resource(String name) {
    return AppBuild.class.getClassLoader().getResourceAsStream(folder + name);
  }
}
