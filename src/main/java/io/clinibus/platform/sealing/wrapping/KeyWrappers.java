package io.clinibus.platform.sealing.wrapping;

import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** What wraps the keys of patients by the settings of a node. */
public final class KeyWrappers {

  private KeyWrappers() {}

  /**
   * @return fails with {@link io.clinibus.platform.sealing.LostClinicKey} if a Vault does not have
   *     a key as it must be
   */
  public static Future<KeyWrapper> open(Vertx vertx, Settings settings, Metrics metrics) {
    Settings.Records records = settings.records();
    return vertx
        .executeBlocking(() -> keys(settings), false)
        .compose(
            keys ->
                records
                    .vault()
                    .map(
                        vault ->
                            VaultTransit.open(vertx, vault, metrics)
                                .<KeyWrapper>map(opened -> new ClinicKeyRing(opened, keys)))
                    .orElse(Future.succeededFuture(keys)));
  }

  /** Blocks: reads the signing keys, and loads the classes of Tink. */
  private static ClinicKeys keys(Settings settings) {
    List<String> stated = settings.records().keys();
    boolean derived = stated.isEmpty() && settings.records().vault().isEmpty();
    return ClinicKeys.of(derived ? RecordsKey.allDerivedFrom(settings.signingKey()) : stated);
  }
}
