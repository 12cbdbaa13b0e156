package io.clinibus.cli;

import io.clinibus.node.KeyRotationTask;
import io.clinibus.platform.sealing.KeyRotation.Share;
import io.clinibus.platform.sealing.UnknownClinicKey;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.List;

/** Wraps the keys of patients by the current key of the clinic. */
final class RotateKeysCommand {

  private static final long EVERY_NANOS = 1_000_000_000L;

  private final Configuration configuration;
  private final PrintStream out;
  private long total;
  private long done;
  private long shownAt;

  RotateKeysCommand(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  void run() throws StartFailure {
    Settings settings = configuration.with(configuration.given().orElseThrow());
    Vertx vertx = Vertx.vertx();
    long began = System.nanoTime();
    try {
      KeyRotationTask.run(vertx, settings, this::plan, this::progress).await();
      out.printf(
          "%,d keys were rewrapped in %.1f s. Remove the other keys from CLINIBUS_RECORDS_KEY"
              + " and restart the nodes, back up the table of keys, then destroy the other keys.%n",
          done, (System.nanoTime() - began) / 1e9);
    } catch (UnknownClinicKey e) {
      throw StartFailure.because(
          "Keys of patients are wrapped by the clinic's key "
              + e.id()
              + ", which is not in CLINIBUS_RECORDS_KEY. State it there, after the current one.");
    } catch (RuntimeException e) {
      throw StartFailure.of(e, settings);
    } finally {
      vertx.close().await();
    }
  }

  private void plan(String current, List<Share> shares) {
    for (Share share : shares) {
      boolean isCurrent = share.id().equals(current);
      total += isCurrent ? 0 : share.keys();
      out.printf(
          "%,10d keys by %s%s%n", share.keys(), share.id(), isCurrent ? ", the current one" : "");
    }
  }

  private void progress(long some) {
    done += some;
    if (System.nanoTime() - shownAt > EVERY_NANOS) {
      shownAt = System.nanoTime();
      out.printf("%,10d of %,d%n", done, Math.max(total, done));
    }
  }
}
