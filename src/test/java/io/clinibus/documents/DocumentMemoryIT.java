package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest file passes through the node without being in memory: measured were 14.7 MB, with the
 * parts of 8 MB that the test itself holds.
 */
@Tag("exclusive")
class DocumentMemoryIT {

  private static final int SIZE = 52_428_800;
  private static final long MOST_GROWTH = 24L * 1024 * 1024;

  @TempDir Path folder;

  @Test
  void fiftyMegabytesPassWithFewInMemory() throws Exception {
    try (var clinic = DocumentsClinic.open(folder, Optional.empty())) {
      clinic.upload(clinic.patient, "small.pdf", SampleFiles.pdf(2_000_000), "STORED");
      byte[] file = SampleFiles.pdf(SIZE);
      var peak = new Peak();
      String id = clinic.begin(clinic.patient, "large.pdf", SIZE);
      for (int offset = 0; offset < SIZE; offset += DocumentsClinic.PART) {
        byte[] part =
            Arrays.copyOfRange(file, offset, Math.min(SIZE, offset + DocumentsClinic.PART));
        assertThat(clinic.part(clinic.patient, id, offset, part).statusCode()).isEqualTo(200);
        peak.sample();
      }
      peak.during(() -> clinic.awaitState(clinic.patient, id, "STORED"));
      peak.during(() -> read(clinic, id));
      assertThat(peak.growth()).isLessThan(MOST_GROWTH + DocumentsClinic.PART);
    }
  }

  /** Without keeping what arrives. */
  private static void read(DocumentsClinic clinic, String id) {
    var bytes = new AtomicLong();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .sendAsync(
                clinic.request(clinic.patient, "/api/documents/" + id + "/content").build(),
                BodyHandlers.ofByteArrayConsumer(
                    piece -> piece.ifPresent(part -> bytes.addAndGet(part.length))))
            .join();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(bytes.get()).isEqualTo(SIZE);
  }

  /** The most that is in use after a collection, beyond what was in use before. */
  private static final class Peak {

    private static final long PAUSE_NANOS = 250_000_000;

    private final long before = used();
    private final AtomicLong most = new AtomicLong(before);

    void sample() {
      most.accumulateAndGet(used(), Math::max);
    }

    void during(Runnable work) throws InterruptedException {
      var done = new AtomicBoolean();
      Thread sampler =
          new Thread(
              () -> {
                while (!done.get()) {
                  sample();
                  LockSupport.parkNanos(PAUSE_NANOS);
                }
              });
      sampler.start();
      work.run();
      done.set(true);
      sampler.join();
    }

    long growth() {
      return most.get() - before;
    }

    private static long used() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
