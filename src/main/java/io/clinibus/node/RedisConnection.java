package io.clinibus.node;

import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Connects a node with Redis. */
final class RedisConnection {

  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** Closes a connection on which no reply arrives, so that it blocks no request. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  private RedisConnection() {}

  static Redis open(Vertx vertx, Settings.Redis settings) {
    var options = new RedisOptions().setConnectionString(settings.url().toString());
    if (settings.tls()) {
      options.getNetClientOptions().setHostnameVerificationAlgorithm("HTTPS");
      settings
          .authority()
          .map(file -> new PemTrustOptions().addCertPath(file.toString()))
          .ifPresent(options.getNetClientOptions()::setTrustOptions);
    }
    options
        .getNetClientOptions()
        .setConnectTimeout((int) CONNECT.toMillis())
        .setIdleTimeout((int) IDLE.toSeconds());
    return Redis.createClient(vertx, options);
  }

  /**
   * A node runs without Redis, but not with one whose certificate is not to be trusted.
   *
   * @return fails with {@link UntrustedService} for such a certificate, and for nothing else
   */
  static Future<?> check(Redis redis, Settings.Redis settings) {
    if (!settings.tls()) {
      return Future.succeededFuture();
    }
    return redis
        .send(Request.cmd(Command.PING))
        .otherwise(
            cause -> {
              if (cause instanceof SSLException untrusted) {
                throw new UntrustedService("Redis", untrusted);
              }
              return null;
            });
  }
}
