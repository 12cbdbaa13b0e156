package io.clinibus.directory;

import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.platform.Module;
import java.util.List;

/** Describes the directory domain. */
public final class DirectoryModule {

  public static final Module MODULE =
      new Module("directory", List.of(DirectoryApi.class), DirectoryVerticle::new);

  private DirectoryModule() {}
}
