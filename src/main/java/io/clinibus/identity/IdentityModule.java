package io.clinibus.identity;

import io.clinibus.identity.api.IdentityApi;
import io.clinibus.platform.Module;

/** Describes the identity domain. */
public final class IdentityModule {

  public static final Module MODULE =
      Module.of("identity", IdentityVerticle::new)
          .withApis(IdentityApi.class)
          .withRetention(IdentityRetention.ALL);

  private IdentityModule() {}
}
