package io.clinibus.bench.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param warmUp how long each measurement runs before it counts
 * @param measure how long each measurement counts
 * @param full whether to use the large data set instead of the quick one
 * @param sockets the numbers of sockets to push to
 * @param profile whether to record the node with JFR and say where its time went
 * @param rest arguments for the benchmark itself
 */
public record BenchOptions(
    String benchmark,
    Duration warmUp,
    Duration measure,
    boolean full,
    boolean profile,
    List<Integer> sockets,
    List<String> rest) {

  public static final String USAGE =
      """
      Usage: bench/run <benchmark> [--seconds=N] [--warm-up=N] [--full] [--profile] [--sockets=N,…]

        booking   distinct slots over HTTP, beside the same statement straight at PostgreSQL
        conflict  200 clients want one slot
        slots     a doctor's free slots, beside a server that answers a constant
        search    patients and doctors, beside the SQL alone
        waitlist  cancellations while 50,000 entries wait, beside the same statement straight at PostgreSQL
        records   records of 100,000 patients opened, drafts saved and signed, beside the SQL and the cipher alone
        rotation  rotate-keys of 100,000 keys under load, killed and begun again
        push      changes pushed to thousands of sockets, beside a bare fan-out and the ws package
        cluster   booking, slot reads and push on one node, on three, and across the bus (five minutes)
        pages     first views, the board and long lists in a browser, beside static pages of the same text
        start     start to ready, and memory
        scaling   what a city and a country need, from what cluster measured; --take takes its figures over
        micro     parts of it, by JMH; further arguments go to JMH

        --seconds   how long each measurement counts (8; cluster 4)
        --warm-up   how long it runs before that (3)
        --full      500 doctors, 100,000 patients, a million appointments; filling them in takes some minutes once
        --sockets   to how many push tells changes (1000,5000,10000)
        --profile   records the node and says where its time went
      """;

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static BenchOptions of(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no benchmark named");
    }
    String benchmark = arguments.get(0);
    List<String> rest = arguments.subList(1, arguments.size());
    if (benchmark.equals("micro") || benchmark.equals("scaling")) {
      return new BenchOptions(benchmark, Duration.ZERO, Duration.ZERO, false, false, List.of(), rest);
    }
    Duration warmUp = Duration.ofSeconds(3);
    Duration measure = Duration.ofSeconds(benchmark.equals("cluster") ? 4 : 8);
    boolean full = false;
    boolean profile = false;
    List<Integer> sockets = List.of(1_000, 5_000, 10_000);
    for (String argument : rest) {
      if (argument.startsWith("--seconds=")) {
        measure = seconds(argument);
      } else if (argument.startsWith("--warm-up=")) {
        warmUp = seconds(argument);
      } else if (argument.startsWith("--sockets=")) {
        String numbers = argument.substring(argument.indexOf('=') + 1);
        sockets = Arrays.stream(numbers.split(",")).map(Integer::valueOf).toList();
      } else if (argument.equals("--full")) {
        full = true;
      } else if (argument.equals("--profile")) {
        profile = true;
      } else {
        throw new IllegalArgumentException("there is no " + argument);
      }
    }
    return new BenchOptions(benchmark, warmUp, measure, full, profile, sockets, rest);
  }

  /** The same, but for another time. */
  public BenchOptions lasting(Duration warmUp, Duration measure) {
    return new BenchOptions(benchmark, warmUp, measure, full, profile, sockets, rest);
  }

  private static Duration seconds(String argument) {
    return Duration.ofSeconds(Long.parseLong(argument.substring(argument.indexOf('=') + 1)));
  }
}
