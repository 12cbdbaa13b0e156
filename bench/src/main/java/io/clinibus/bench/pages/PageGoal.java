package io.clinibus.bench.pages;

import java.util.Arrays;

/**
 * A figure of a page.
 *
 * @param name by which the measurement calls it
 * @param text with its unit
 * @param bound what it should reach; null if it only explains another one
 * @param least whether the bound is the least, else the most
 */
record PageGoal(String name, String text, Double bound, boolean least) {

  private static final PageGoal[] ALL = {
    least("lighthouse-home", "home: Lighthouse, mobile", 95),
    least("lighthouse-book", "booking: Lighthouse, mobile", 95),
    explaining("largest-home", "home: largest part shown, the same, s"),
    explaining("largest-book", "booking: largest part shown, the same, s"),
    explaining("blocked-home", "home: blocked, the same, ms"),
    explaining("blocked-book", "booking: blocked, the same, ms"),
    most("shift-home", "home: layout shift", 0.02),
    most("shift-book", "booking: layout shift", 0.02),
    most("requests-home", "home: requests", 15),
    most("requests-book", "booking: requests", 15),
    explaining("later-home", "home: next free times, after that"),
    explaining("later-book", "booking: next free times, after that"),
    most("script-home", "home: script, kB", 130),
    most("script-book", "booking: script, kB", 130),
    most("text-home", "home: text, 300 ms, 700 kbit/s, s", 1.5),
    most("text-book", "booking: text, the same, s", 1.5),
    explaining("heading-home", "home: heading, the same, s"),
    explaining("heading-book", "booking: heading, the same, s"),
    explaining("requests-own", "own visits, signed in: requests"),
    explaining("script-own", "own visits, signed in: script, kB"),
    most("board", "board of 40: interactive, s", 1),
    explaining("board-cold", "the same, nothing cached, s"),
    most("board-frames", "board scrolled: frame, 95 %, ms", 34),
    most("board-task", "board scrolled: longest task, ms", 100),
    most("list-open", "192 visits, 4x slower: opened, ms", 100),
    most("list-scroll", "192 visits, 4x slower: scrolled, ms", 100),
    most("list-search", "192 visits, 4x slower: searched, ms", 100),
    most("timeline-frames", "timeline of 500, 4x slower: frame, 95 %, ms", 34),
    explaining("timeline-slow", "the same: frames over 50 ms"),
    most("timeline-task", "the same: longest task, ms", 100),
  };

  static PageGoal of(String name) {
    return Arrays.stream(ALL).filter(goal -> goal.name.equals(name)).findFirst().orElseThrow();
  }

  /** As it is written in a table. */
  String boundText() {
    return bound == null ? null : (least ? "≥ " : "≤ ") + (bound % 1 == 0 ? bound.intValue() : bound);
  }

  /** Whether a figure reaches it; null without a bound. */
  String met(double figure) {
    if (bound == null) {
      return null;
    }
    return (least ? figure >= bound : figure <= bound) ? "yes" : "no";
  }

  private static PageGoal least(String name, String text, double bound) {
    return new PageGoal(name, text, bound, true);
  }

  private static PageGoal most(String name, String text, double bound) {
    return new PageGoal(name, text, bound, false);
  }

  private static PageGoal explaining(String name, String text) {
    return new PageGoal(name, text, null, false);
  }
}
