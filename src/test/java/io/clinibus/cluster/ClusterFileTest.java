package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import io.clinibus.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterFileTest {

  @Test
  void hazelcastListensOnThePrivateInterfaceAndAsksTheNamedMembersOnly() {
    Config config = read("10.0.3.*", "10.0.3.1,10.0.3.2:5702", Optional.empty());

    var network = config.getNetworkConfig();
    assertThat(network.getPort()).isEqualTo(5801);
    assertThat(network.getInterfaces().isEnabled()).isTrue();
    assertThat(network.getInterfaces().getInterfaces()).containsExactly("10.0.3.*");
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    var join = network.getJoin();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
    assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.3.1", "10.0.3.2:5702");
  }

  @Test
  void inKubernetesTheMembersAreThePodsOfTheService() {
    var join =
        read("10.0.3.7", "127.0.0.1", Optional.of("clinibus-nodes.clinic.svc.cluster.local"))
            .getNetworkConfig()
            .getJoin();

    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
    assertThat(join.getKubernetesConfig().getProperty("service-dns"))
        .isEqualTo("clinibus-nodes.clinic.svc.cluster.local");
  }

  @Test
  void theEventBusIsConfiguredAndHazelcastSendsNoTelemetry() {
    Config config = read("127.0.0.1", "127.0.0.1", Optional.empty());

    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(config.getMultiMapConfigs()).containsKey("__vertx.subs");
    assertThat(config.getMapConfigs()).containsKeys("__vertx.haInfo", "__vertx.nodeInfo");
  }

  @Test
  void onlyClassesOfTheLibrariesAreDeserialized() {
    var filter =
        read("127.0.0.1", "127.0.0.1", Optional.empty())
            .getSerializationConfig()
            .getJavaSerializationFilterConfig();

    assertThat(filter.isDefaultsDisabled()).isFalse();
    assertThat(filter.getWhitelist().isListed("io.vertx.spi.cluster.hazelcast.impl.X")).isTrue();
    assertThat(filter.getWhitelist().isListed("com.hazelcast.X")).isTrue();
    assertThat(filter.getWhitelist().isListed("java.util.UUID")).isTrue();
    assertThat(filter.getWhitelist().isListed("io.clinibus.bus.Caller")).isFalse();
    assertThat(filter.getWhitelist().isListed("io.netty.util.X")).isFalse();
  }

  private static Config read(String host, String members, Optional<String> service) {
    return ClusterFile.read(
        new Settings.Cluster(
            Path.of("cluster.xml"),
            host,
            5801,
            0,
            members,
            service,
            Optional.empty(),
            Optional.empty()));
  }
}
