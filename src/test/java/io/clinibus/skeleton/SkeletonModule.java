package io.clinibus.skeleton;

import io.clinibus.platform.Module;
import io.clinibus.skeleton.api.SkeletonApi;

/** The skeleton domain's description of itself. */
public final class SkeletonModule {

  public static final Module MODULE =
      Module.of("skeleton", SkeletonVerticle::new).withApis(SkeletonApi.class);

  private SkeletonModule() {}
}
