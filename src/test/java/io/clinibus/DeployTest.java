package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.bus.Json;
import io.clinibus.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is there to deploy with can be read, and speaks of settings that there are. */
class DeployTest {

  private static final Path FOLDER = Path.of("deploy");
  private static final Pattern SETTING = Pattern.compile("\\bCLINIBUS_[A-Z_]+");

  @Test
  void everyFileCanBeRead() throws IOException {
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
  void theManifestsAreOneWhole() throws IOException {
    Path folder = FOLDER.resolve("kubernetes");
    JsonNode list = new YAMLMapper().readTree(folder.resolve("kustomization.yaml").toFile());
    for (JsonNode file : list.path("resources")) {
      assertThat(folder.resolve(file.asText())).exists();
    }
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }
}
