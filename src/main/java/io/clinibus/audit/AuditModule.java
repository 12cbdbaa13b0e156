package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi;
import io.clinibus.platform.Module;

/** Describes the audit domain. */
public final class AuditModule {

  public static final Module MODULE =
      Module.of("audit", AuditVerticle::new)
          .withApis(AuditApi.class)
          .withTopics(AuditTopics.ALL)
          .withPersonalData(AuditPersonalData.ALL);

  private AuditModule() {}
}
