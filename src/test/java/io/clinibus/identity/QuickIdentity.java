package io.clinibus.identity;

import io.clinibus.platform.Module;
import io.clinibus.testing.QuickHasher;

/** The identity domain of nodes that hash new passwords at the least cost. */
public final class QuickIdentity {

  public static final Module MODULE = of(IdentityModule.MODULE);

  private QuickIdentity() {}

  private static Module of(Module product) {
    return new Module(
        product.name(),
        context -> new IdentityVerticle(context, new QuickHasher()),
        product.apis(),
        product.failures(),
        product.topics(),
        product.mails(),
        product.retention(),
        product.readiness(),
        product.demo(),
        product.personalData(),
        product.access());
  }
}
