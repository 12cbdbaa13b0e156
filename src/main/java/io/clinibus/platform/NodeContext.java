package io.clinibus.platform;

import io.clinibus.bus.Bus;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.time.Clock;

/**
 * What a node hands to every domain.
 *
 * @param changes tells of changes made anywhere in the cluster
 * @param jobs what this node does again and again
 * @param metrics what this node measures
 */
public record NodeContext(
    Vertx vertx,
    Bus bus,
    Pool database,
    ChangeFeed changes,
    Redis redis,
    RateLimiter rateLimiter,
    Clock clock,
    Settings settings,
    Jobs jobs,
    Metrics metrics) {}
