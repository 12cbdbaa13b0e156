package io.clinibus.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import io.clinibus.settings.Settings;
import java.io.FileNotFoundException;
import java.util.Properties;

/** Hazelcast's configuration: the operator's file with the settings applied. */
public final class ClusterFile {

  private ClusterFile() {}

  /**
   * Reads the file.
   *
   * @throws RuntimeException if it is not a valid Hazelcast configuration
   */
  public static Config read(Settings.Cluster settings) {
    var values = new Properties();
    boolean kubernetes = settings.kubernetesService().isPresent();
    values.setProperty("CLINIBUS_CLUSTER_INTERFACE", settings.host());
    values.setProperty("CLINIBUS_CLUSTER_PORT", Integer.toString(settings.port()));
    values.setProperty("CLINIBUS_CLUSTER_MEMBERS", settings.members());
    values.setProperty("CLINIBUS_CLUSTER_BY_LIST", Boolean.toString(!kubernetes));
    values.setProperty("CLINIBUS_CLUSTER_BY_KUBERNETES", Boolean.toString(kubernetes));
    values.setProperty(
        "CLINIBUS_CLUSTER_KUBERNETES", settings.kubernetesService().orElse("none.invalid"));
    try {
      return new FileSystemXmlConfig(settings.file().toFile(), values);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(settings.file() + " cannot be read", e);
    }
  }
}
