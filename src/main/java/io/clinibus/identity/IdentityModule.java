package io.clinibus.identity;

import io.clinibus.identity.api.IdentityApi;
import io.clinibus.platform.Module;
import java.util.List;

/** Describes the identity domain. */
public final class IdentityModule {

  public static final Module MODULE =
      new Module("identity", List.of(IdentityApi.class), IdentityVerticle::new);

  private IdentityModule() {}
}
