package io.clinibus.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the parts' benchmarks by JMH, with what each operation allocates. */
final class MicroBench {

  private MicroBench() {}

  static void run(Options options) throws Exception {
    Path results = Home.folder().resolve("bench/results");
    Files.createDirectories(results);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-f", "1", "-wi", "3", "-w", "1s", "-i", "5", "-r", "1s", "-bm", "avgt", "-tu",
                "us", "-prof", "gc", "-rf", "json"));
    arguments.addAll(List.of("-rff", results.resolve("micro.json").toString()));
    arguments.addAll(options.rest());
    System.out.printf("load average %.1f%n", Report.load());
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
  }
}
