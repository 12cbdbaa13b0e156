package io.clinibus.bench.process;

import io.clinibus.bench.settings.BenchOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Java's compilers, which take more of two processors than the work itself until they have seen all
 * of it. That takes minutes.
 */
public final class CompilationMonitor {

  private static final Duration SLICE = Duration.ofSeconds(10);
  private static final int MOST_SLICES = 24;

  /** Of a slice; on a busy machine a compiler waits for a processor most of the time. */
  private static final double HARDLY_ANY = 0.25;

  /** What is about to be measured. */
  public interface Load {
    void run(BenchOptions slice) throws Exception;
  }

  private CompilationMonitor() {}

  /** Has a load run until neither the node nor this process compiles much; four minutes at most. */
  public static void settle(BenchNodeProcess node, BenchOptions options, Load load) throws Exception {
    BenchOptions slice = options.lasting(Duration.ZERO, SLICE);
    double before = seconds(node);
    for (int i = 0; i < MOST_SLICES; i++) {
      load.run(slice);
      double now = seconds(node);
      if (now - before < HARDLY_ANY * SLICE.toSeconds()) {
        return;
      }
      before = now;
    }
    System.err.println("Java is still compiling: figures will be too low");
  }

  /** How long the node and this process have compiled. */
  private static double seconds(BenchNodeProcess node) {
    String jstat = Path.of(System.getProperty("java.home"), "bin", "jstat").toString();
    String[] lines =
        ChildProcess.run(jstat, "-compiler", Long.toString(node.process().pid())).strip().split("\n");
    String time = lines[lines.length - 1].strip().split("\\s+")[3];
    long here = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    return Double.parseDouble(time.replace(',', '.')) + here / 1e3;
  }
}
