package io.clinibus.web.pages;

import com.fasterxml.jackson.core.type.TypeReference;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  /** The build writes it; it is not served. */
  private static final String LIST = ".build/assets.json";

  /**
   * The names of its assets: the files whose names have a hash of their content. Blocks.
   *
   * @return in their order; empty if they are not to be stored, or if there is no build
   */
  Set<String> assets() throws IOException {
    try (InputStream list = stored ? resource(LIST) : null) {
      return list == null ? Set.of() : new TreeSet<>(Json.MAPPER.readValue(list, NAMES));
    }
  }

  private InputStream resource(String name) {
    return AppBuild.class.getClassLoader().getResourceAsStream(folder + name);
  }
}
