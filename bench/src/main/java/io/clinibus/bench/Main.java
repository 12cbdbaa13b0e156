package io.clinibus.bench;

import java.util.List;

/** Runs the benchmark that is named on the command line. */
public final class Main {

  private Main() {}

  public static void main(String... arguments) {
    Options options;
    try {
      options = Options.of(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    try {
      run(options);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(Options options) throws Exception {
    switch (options.benchmark()) {
      case "booking" -> BookingBench.run(options);
      case "conflict" -> ConflictBench.run(options);
      case "slots" -> SlotsBench.run(options);
      case "search" -> SearchBench.run(options);
      case "push" -> PushBench.run(options);
      case "start" -> StartBench.run(options);
      case "cluster" -> ClusterBench.run(options);
      case "scaling" -> ScalingBench.run(options);
      case "micro" -> MicroBench.run(options);
      default -> System.out.println(Options.USAGE);
    }
  }
}
