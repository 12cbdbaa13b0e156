package io.clinibus.platform.telemetry;

import io.clinibus.bus.BusMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Metrics of a node, for Prometheus. Labels are operations, routes and outcomes, each with few
 * values fixed in the code; never people.
 */
public final class Metrics implements BusMeter {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  /** Caches timers: a lookup in the registry takes longer than most of what is timed. */
  private record Series(String name, List<String> labels) {}

  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Strong references: Micrometer holds the suppliers of its counters weakly. */
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

  private final Timer askedHere = timer("clinibus.bus.request", "where", "here");
  private final Timer askedElsewhere = timer("clinibus.bus.request", "where", "elsewhere");
  private final Counter askedAgain = registry.counter("clinibus.bus.retries");
  private final Counter strange = registry.counter("clinibus.bus.messages.refused");

  /** Starts with the metrics of the Java process. */
  public static Metrics ofProcess() {
    var metrics = new Metrics();
    new JvmMemoryMetrics().bindTo(metrics.registry);
    new JvmGcMetrics().bindTo(metrics.registry);
    new JvmThreadMetrics().bindTo(metrics.registry);
    new ProcessorMetrics().bindTo(metrics.registry);
    new UptimeMetrics().bindTo(metrics.registry);
    return metrics;
  }

  /** For components with meters of their own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** A timer in seconds, with buckets that can be summed over nodes. */
  public Timer timer(String name, String... labels) {
    return timers.computeIfAbsent(
        new Series(name, List.of(labels)),
        series ->
            Timer.builder(name).tags(labels).serviceLevelObjectives(BUCKETS).register(registry));
  }

  /** A counter. */
  public Counter counter(String name, String... labels) {
    return registry.counter(name, labels);
  }

  /** A gauge. */
  public void gauge(String name, DoubleSupplier value, String... labels) {
    Gauge.builder(name, value::getAsDouble).tags(labels).register(registry);
  }

  /** A counter whose value is kept elsewhere and only grows. */
  public void count(String name, LongSupplier value, String... labels) {
    counted.add(value);
    FunctionCounter.builder(name, value, LongSupplier::getAsLong).tags(labels).register(registry);
  }

  /** All metrics in Prometheus's text format. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void served(String operation, String outcome, long nanos) {
    timer("clinibus.operation", "operation", operation, "outcome", outcome)
        .record(Duration.ofNanos(nanos));
  }

  @Override
  public void asked(boolean here, long nanos) {
    (here ? askedHere : askedElsewhere).record(Duration.ofNanos(nanos));
  }

  @Override
  public void askedAgain() {
    askedAgain.increment();
  }

  @Override
  public void strange() {
    strange.increment();
  }
}
