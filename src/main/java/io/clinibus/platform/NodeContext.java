package io.clinibus.platform;

import io.clinibus.bus.Bus;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;

/**
 * Services that a node provides to every domain.
 *
 * @param modules the domains of this release, on whatever nodes they run
 * @param reserved few connections for what must go on while every other one is in use, such as
 *     reading revocations: for short statements that do not wait for locks
 * @param changes feed of the events of the whole cluster
 * @param patientKeys keys that seal clinical data
 * @param jobs periodic tasks of this node
 * @param metrics this node's metrics
 */
public record NodeContext(
    List<Module> modules,
    Vertx vertx,
    Bus bus,
    Pool database,
    Pool reserved,
    ChangeFeed changes,
    Redis redis,
    RateLimiter rateLimiter,
    Clock clock,
    Settings settings,
    PatientKeys patientKeys,
    Jobs jobs,
    Metrics metrics) {}
