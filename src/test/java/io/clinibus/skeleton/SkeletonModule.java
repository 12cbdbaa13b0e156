package io.clinibus.skeleton;

import io.clinibus.platform.Module;
import io.clinibus.skeleton.api.SkeletonApi;
import java.util.List;

/** The skeleton domain's description of itself. */
public final class SkeletonModule {

  public static final Module MODULE =
      new Module("skeleton", List.of(SkeletonApi.class), List.of(), SkeletonVerticle::new);

  private SkeletonModule() {}
}
