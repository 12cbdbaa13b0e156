package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi;
import io.clinibus.bus.Bus;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.db.StartRetry;
import io.clinibus.platform.keys.RsaKey;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the audit domain. */
public final class AuditVerticle extends VerticleBase {

  private final NodeContext platform;

  public AuditVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    var trail = new AuditTrail(new AuditSearch(platform.database()));
    var chain = new AuditChainRepository(platform.database());
    return vertx
        .executeBlocking(() -> RsaKey.read(platform.settings().signingKey()).get(0))
        .map(key -> new AuditChainJob(chain, key, platform.clock()))
        .compose(job -> StartRetry.of(vertx, job::addPartitions).map(job))
        .compose(
            job -> {
              job.start(platform.jobs());
              return serve(bus, trail);
            });
  }

  private static Future<?> serve(Bus bus, AuditTrail trail) {
    return Future.all(
        bus.serve(AuditApi.LIST_AUDIT_ENTRIES, trail::entries),
        bus.serve(AuditApi.LIST_PATIENT_ACCESSES, trail::accesses));
  }
}
