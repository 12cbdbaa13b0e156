package io.clinibus.bench;

import io.clinibus.bench.pages.PagesScenario;
import io.clinibus.bench.scenario.BookingRaceScenario;
import io.clinibus.bench.scenario.BookingScenario;
import io.clinibus.bench.scenario.ClusterScenario;
import io.clinibus.bench.scenario.MicroScenario;
import io.clinibus.bench.scenario.PushScenario;
import io.clinibus.bench.scenario.RecordsScenario;
import io.clinibus.bench.scenario.RotationScenario;
import io.clinibus.bench.scenario.ScalingScenario;
import io.clinibus.bench.scenario.SearchScenario;
import io.clinibus.bench.scenario.SlotReadScenario;
import io.clinibus.bench.scenario.StartScenario;
import io.clinibus.bench.scenario.WaitlistScenario;
import io.clinibus.bench.settings.BenchOptions;
import java.util.List;

/** Runs the benchmark that is named on the command line. */
public final class Main {

  private Main() {}

  public static void main(String... arguments) {
    BenchOptions options;
    try {
      options = BenchOptions.of(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + BenchOptions.USAGE);
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

  private static void run(BenchOptions options) throws Exception {
    switch (options.benchmark()) {
      case "booking" -> BookingScenario.run(options);
      case "conflict" -> BookingRaceScenario.run(options);
      case "slots" -> SlotReadScenario.run(options);
      case "search" -> SearchScenario.run(options);
      case "pages" -> PagesScenario.run(options);
      case "push" -> PushScenario.run(options);
      case "start" -> StartScenario.run(options);
      case "cluster" -> ClusterScenario.run(options);
      case "scaling" -> ScalingScenario.run(options);
      case "rotation" -> RotationScenario.run(options);
      case "records" -> RecordsScenario.run(options);
      case "waitlist" -> WaitlistScenario.run(options);
      case "micro" -> MicroScenario.run(options);
      default -> System.out.println(BenchOptions.USAGE);
    }
  }
}
