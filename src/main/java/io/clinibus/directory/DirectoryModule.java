package io.clinibus.directory;

import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.TranslationsApi;
import io.clinibus.platform.Module;

/** Describes the directory domain. */
public final class DirectoryModule {

  public static final Module MODULE =
      Module.of("directory", DirectoryVerticle::new)
          .withApis(DirectoryApi.class, TranslationsApi.class)
          .withPersonalData(DirectoryPersonalData.ALL);

  private DirectoryModule() {}
}
