package io.clinibus.node;

import io.clinibus.identity.account.FirstAdminRepository;
import io.clinibus.identity.api.UsersApi.Invitation;
import io.clinibus.identity.signin.FirstAdmin;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.StartRetry;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/** Invites the first administrator, without a running node. */
public final class FirstAdminTask {

  private FirstAdminTask() {}

  /**
   * Migrates the database, as a node does, and invites.
   *
   * @return empty if there is an administrator
   */
  public static Future<Optional<Invitation>> run(
      Vertx vertx, Settings settings, Clock clock, String email, String name) {
    return Database.migrate(vertx, settings.database())
        .map(migrated -> new FirstAdminRepository(Database.pool(vertx, settings.database())))
        .map(accounts -> new FirstAdmin(accounts, settings.http().publicUrl(), clock))
        .compose(first -> StartRetry.of(vertx, () -> first.invite(email, name)));
  }
}
