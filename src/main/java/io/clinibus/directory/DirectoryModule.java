package io.clinibus.directory;

import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.platform.Module;
import java.util.List;

/** The directory domain's description of itself. */
public final class DirectoryModule {

  public static final Module MODULE =
      new Module("directory", List.of(DirectoryApi.class), List.of(), DirectoryVerticle::new);

  private DirectoryModule() {}
}
