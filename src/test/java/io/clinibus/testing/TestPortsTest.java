package io.clinibus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestPortsTest {

  @Test
  void portsAreConsecutiveAndAllocatedOnce() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      List<Integer> row = TestPorts.several(3);
      assertThat(row).containsExactly(row.get(0), row.get(0) + 1, row.get(0) + 2);
      assertThat(given).doesNotContainAnyElementsOf(row);
      given.addAll(row);
    }
  }

  @Test
  void aPortInUseIsNotAllocated() throws IOException {
    try (ServerSocket inUse = onTheNextPort()) {
      assertThat(TestPorts.several(2)).doesNotContain(inUse.getLocalPort());
    }
  }

  private static ServerSocket onTheNextPort() throws IOException {
    while (true) {
      int next = TestPorts.one() + 1;
      try {
        return new ServerSocket(next, 1, InetAddress.getLoopbackAddress());
      } catch (BindException taken) {
        // By another process: a later one is free.
      }
    }
  }
}
