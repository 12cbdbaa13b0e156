package io.clinibus.bench.scenario;

import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the parts' benchmarks by JMH, with what each operation allocates. */
public final class MicroScenario {

  private MicroScenario() {}

  public static void run(BenchOptions options) throws Exception {
    Path results = ProjectFolder.folder().resolve("bench/results");
    Files.createDirectories(results);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-f", "1", "-wi", "3", "-w", "1s", "-i", "5", "-r", "1s", "-bm", "avgt", "-tu",
                "us", "-prof", "gc", "-rf", "json"));
    arguments.addAll(List.of("-rff", results.resolve("micro.json").toString()));
    arguments.addAll(options.rest());
    System.out.printf("load average %.1f%n", BenchReport.load());
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
  }
}
