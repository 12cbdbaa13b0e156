package io.clinibus.bench.process;

import io.clinibus.bench.report.BenchReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Who used the processors while something was measured. */
public final class CpuRecorder {

  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final Map<String, Duration> before = new LinkedHashMap<>();
  private long began;

  /** Watches this process, which makes the load. */
  public CpuRecorder() {
    processes.put("driver", ProcessHandle.current());
  }

  /** Watches a process with its children. */
  public CpuRecorder with(String name, ProcessHandle process) {
    processes.put(name, process);
    return this;
  }

  public void begin() {
    began = System.nanoTime();
    processes.forEach((name, process) -> before.put(name, used(process)));
  }

  /** For each process, the share of all processors it had, in percent. */
  public Map<String, Double> shares() {
    double available = (double) (System.nanoTime() - began) * BenchReport.processors();
    Map<String, Double> shares = new LinkedHashMap<>();
    processes.forEach(
        (name, process) ->
            shares.put(name, 100 * used(process).minus(before.get(name)).toNanos() / available));
    return shares;
  }

  /** The processor time that those took together whose names begin so, in milliseconds. */
  public double millis(String prefix) {
    return processes.entrySet().stream()
        .filter(process -> process.getKey().startsWith(prefix))
        .mapToDouble(
            process -> used(process.getValue()).minus(before.get(process.getKey())).toNanos() / 1e6)
        .sum();
  }

  /** Seconds since the beginning. */
  public double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Duration used(ProcessHandle process) {
    return Stream.concat(Stream.of(process), children(process))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** This process has started all the others. */
  private static Stream<ProcessHandle> children(ProcessHandle process) {
    return process.pid() == ProcessHandle.current().pid() ? Stream.empty() : process.descendants();
  }
}
