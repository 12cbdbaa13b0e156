package io.clinibus.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a recorded node's time and memory went, its start left out. */
final class JfrProfileReport {

  private static final int SHOWN = 40;
  private static final String EVENT_LOOP = "vert.x-eventloop";

  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> self = new HashMap<>();
  private final Map<String, Long> total = new HashMap<>();
  private final Map<String, Long> allocated = new HashMap<>();
  private long all;
  private long samples;
  private long bytes;

  private JfrProfileReport() {}

  static void print(Path recording) throws IOException {
    JfrProfileReport profile = new JfrProfileReport();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        profile.count(file.readEvent());
      }
    }
    System.out.println("\nrecording: " + recording);
    table("threads", profile.threads, profile.all);
    table("event loops: time, by the method on top", profile.self, profile.samples);
    table(
        "event loops: time, by our methods anywhere on the stack", profile.total, profile.samples);
    table("event loops: memory allocated, by our method nearest", profile.allocated, profile.bytes);
  }

  private void count(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return;
    }
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> {
        String thread = event.getThread("sampledThread").getJavaName();
        threads.merge(thread, 1L, Long::sum);
        all++;
        if (!thread.startsWith(EVENT_LOOP)) {
          return;
        }
        samples++;
        self.merge(name(frames.get(0)), 1L, Long::sum);
        Set<String> once = new HashSet<>();
        frames.stream().map(JfrProfileReport::name).filter(JfrProfileReport::isOurs).forEach(once::add);
        once.forEach(name -> total.merge(name, 1L, Long::sum));
      }
      case "jdk.ObjectAllocationSample" -> {
        if (event.getThread() == null
            || !String.valueOf(event.getThread().getJavaName()).startsWith(EVENT_LOOP)) {
          return;
        }
        long weight = event.getLong("weight");
        bytes += weight;
        String ours =
            frames.stream()
                .map(JfrProfileReport::name)
                .filter(JfrProfileReport::isOurs)
                .findFirst()
                .orElse("(libraries) " + name(frames.get(Math.min(frames.size() - 1, 6))));
        allocated.merge(ours, weight, Long::sum);
      }
      default -> {}
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith("io.clinibus");
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static void table(String title, Map<String, Long> counts, long all) {
    System.out.println("\n" + title);
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT, "%6.1f %%  %s%n", 100.0 * entry.getValue() / all, entry.getKey()));
  }
}
