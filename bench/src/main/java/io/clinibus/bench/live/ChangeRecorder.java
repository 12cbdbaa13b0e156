package io.clinibus.bench.live;

import io.clinibus.bench.report.BenchReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Finds the changes in a frame. Equal frames are parsed once on each event loop. */
public final class ChangeRecorder implements FrameListener {

  private static final int REMEMBERED = 8;

  private record Known(byte[] frame, List<ChangeRecord> changes) {}

  /** What one event loop has seen of one topic lately. */
  private static final class Recent {
    private final Known[] known = new Known[REMEMBERED];
    private int next;
  }

  private final List<Map<String, Recent>> loops = new ArrayList<>();
  private final BiFunction<String, String, List<ChangeRecord>> reader;

  /** @param reader the changes in a frame, from its topic and text */
  public ChangeRecorder(BiFunction<String, String, List<ChangeRecord>> reader) {
    this.reader = reader;
    for (int i = 0; i < BenchReport.processors(); i++) {
      loops.add(new HashMap<>());
    }
  }

  @Override
  public void frame(int loop, String topic, byte[] bytes, int from, int to) {
    Recent recent = loops.get(loop).computeIfAbsent(topic, first -> new Recent());
    for (Known known : recent.known) {
      if (known != null && Arrays.equals(known.frame(), 0, known.frame().length, bytes, from, to)) {
        known.changes().forEach(change -> change.received(loop));
        return;
      }
    }
    List<ChangeRecord> changes =
        reader.apply(topic, new String(bytes, from, to - from, StandardCharsets.UTF_8));
    recent.known[recent.next++ % REMEMBERED] =
        new Known(Arrays.copyOfRange(bytes, from, to), changes);
    changes.forEach(change -> change.received(loop));
  }
}
