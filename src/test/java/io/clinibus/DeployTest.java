package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.bus.Json;
import io.clinibus.deploy.ComposeFile;
import io.clinibus.node.Modules;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.InvalidSettings;
import io.clinibus.settings.Setting;
import io.clinibus.settings.SettingsReader;
import io.clinibus.testing.TestKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Files for deployment are valid and name existing settings. */
class DeployTest {

  private static final Path FOLDER = Path.of("deploy");
  private static final String SECRET = "correct-horse-battery-staple-77777";
  private static final Map<String, String> FIELDS =
      Map.of("metadata.name", "clinibus-0", "status.podIP", "10.0.3.7");
  private static final Pattern SETTING = Pattern.compile("\\bCLINIBUS_[A-Z_]+");

  @Test
  void everyFileIsParsed() throws IOException {
    var yaml = new YAMLMapper();
    for (Path file : files(".yaml")) {
      try (MappingIterator<JsonNode> documents =
          yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
        assertThat(documents.readAll()).as(file.toString()).isNotEmpty();
      }
    }
    for (Path file : files(".json")) {
      assertThat(Json.MAPPER.readTree(file.toFile())).as(file.toString()).isNotEmpty();
    }
  }

  @Test
  void everySettingExists() throws IOException {
    Set<String> known =
        Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
    for (Path file : files("")) {
      assertThat(SETTING.matcher(Files.readString(file)).results().map(MatchResult::group))
          .as(file.toString())
          .isSubsetOf(known);
    }
  }

  @Test
  void everyManifestOfTheKustomizationExists() throws IOException {
    Path folder = FOLDER.resolve("kubernetes");
    JsonNode list = new YAMLMapper().readTree(folder.resolve("kustomization.yaml").toFile());
    for (JsonNode file : list.path("resources")) {
      assertThat(folder.resolve(file.asText())).exists();
    }
  }

  @Test
  void theComposeFileStartsProductionNodes() throws Exception {
    List<Map<String, String>> nodes =
        ComposeFile.with(
                Map.of(
                    "POSTGRES_PASSWORD",
                    SECRET,
                    "REDIS_PASSWORD",
                    SECRET,
                    "CLUSTER_SECRET",
                    SECRET,
                    "CREDENTIAL_KEY",
                    SECRET,
                    "RECORDS_KEY",
                    SECRET))
            .nodes();
    assertThat(nodes).hasSize(2);
    for (Map<String, String> environment : nodes) {
      assertStarts(filled(environment));
    }
  }

  @Test
  void theManifestsStartProductionNodes() throws Exception {
    assertStarts(kubernetes());
  }

  @Test
  void aNodeOfTheManifestsNeedsTlsOnItsBus() throws Exception {
    Map<String, String> plain = kubernetes();
    plain.keySet().removeIf(name -> name.startsWith("CLINIBUS_CLUSTER_TLS"));
    assertThatThrownBy(() -> assertStarts(plain))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("CLINIBUS_CLUSTER_TLS_CERTIFICATE");
  }

  @Test
  void onlyTheReadinessProbeAsksForReadiness() throws IOException {
    JsonNode container =
        new YAMLMapper()
            .readTree(FOLDER.resolve("kubernetes/deployment.yaml").toFile())
            .at("/spec/template/spec/containers/0");
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  /** Reads settings as a node does that is started with this environment. */
  private static void assertStarts(Map<String, String> environment) throws InvalidSettings {
    Configuration configuration = SettingsReader.read(List.of(), environment, Modules.ALL.roles());
    assertThat(configuration.embedded()).isFalse();
    assertThat(configuration.http().behindProxy()).isTrue();
    assertThat(configuration.node().cluster().orElseThrow().tls()).isPresent();
    assertThat(configuration.node().cluster().orElseThrow().secret()).isPresent();
  }

  /** The container's environment, with what the example of the secret and the pod contain. */
  private static Map<String, String> kubernetes() throws IOException {
    Path folder = FOLDER.resolve("kubernetes");
    Map<String, Object> secret = members(yaml(folder.resolve("secret.example.yaml")), "stringData");
    JsonNode deployment = new YAMLMapper().readTree(folder.resolve("deployment.yaml").toFile());
    Map<String, Object> environment = new HashMap<>();
    for (JsonNode variable : deployment.at("/spec/template/spec/containers/0/env")) {
      String key = variable.at("/valueFrom/secretKeyRef/key").asText();
      String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
      Object value =
          !key.isEmpty()
              ? secret.get(key)
              : field.isEmpty() ? variable.get("value").asText() : FIELDS.get(field);
      environment.put(variable.get("name").asText(), value);
    }
    return filled(environment);
  }

  /** The values with secrets filled in and with files of this machine. */
  private static Map<String, String> filled(Map<String, ?> environment) {
    Map<String, String> values = new HashMap<>();
    environment.forEach((name, value) -> values.put(name, filled(name, value.toString())));
    return values;
  }

  private static String filled(String name, String value) {
    if (value.startsWith("/")) {
      return value.endsWith("cluster.xml") ? "cluster.xml" : TestKey.file().toString();
    }
    return value.replace("CHOOSE-ONE", SECRET);
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      return new Yaml().load(text);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object parent, String name) {
    return (Map<String, Object>) ((Map<String, Object>) parent).getOrDefault(name, Map.of());
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }
}
