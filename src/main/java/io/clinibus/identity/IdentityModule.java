package io.clinibus.identity;

import io.clinibus.bus.FailureCode;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.platform.Module;
import java.util.List;

/** The identity domain's description of itself. */
public final class IdentityModule {

  public static final Module MODULE =
      new Module(
          "identity",
          List.of(IdentityApi.class),
          FailureCode.declaredIn(IdentityFailures.class),
          IdentityVerticle::new);

  private IdentityModule() {}
}
