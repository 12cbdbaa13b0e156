package io.clinibus.node;

import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.StartRetry;
import io.clinibus.platform.sealing.KeyRotation;
import io.clinibus.platform.sealing.KeyRotation.Share;
import io.clinibus.platform.sealing.wrapping.KeyWrappers;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongConsumer;

/** Rewraps the keys of patients, without a running node. */
public final class KeyRotationTask {

  private KeyRotationTask() {}

  /** What a rotation has to do: printed before it begins. */
  public interface Plan {

    /**
     * @param current the id of the clinic's key that wraps
     * @param shares by which keys the patients' keys are wrapped
     */
    void print(String current, List<Share> shares);
  }

  /**
   * @param progress receives how many keys were rewrapped since its last call
   */
  public static Future<Void> run(Vertx vertx, Settings settings, Plan plan, LongConsumer progress) {
    return KeyWrappers.open(vertx, settings, new Metrics())
        .map(wrapper -> new KeyRotation(Database.pool(vertx, settings.database()), wrapper))
        .compose(
            rotation ->
                Future.all(rotation.current(), StartRetry.of(vertx, rotation::shares))
                    .onSuccess(both -> plan.print(both.resultAt(0), both.resultAt(1)))
                    .compose(both -> rotation.run(progress))
                    .compose(done -> rotation.vacuum()));
  }
}
