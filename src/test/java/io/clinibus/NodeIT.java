package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.TestNode;
import org.junit.jupiter.api.Test;

class NodeIT {

  @Test
  void startsOverRealServersAndStops() {
    try (TestNode node = TestNode.start()) {
      assertThat(node.node().port()).hasValueSatisfying(port -> assertThat(port).isPositive());
    }
  }
}
