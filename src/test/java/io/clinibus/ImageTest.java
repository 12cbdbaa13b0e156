package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The container image fits its pod, and contains licences and lists of libraries. */
class ImageTest {

  /** Threads, symbols, the shared archive and the JVM itself; some 40 were measured. */
  private static final long REST_MIB = 48;

  private static final Pattern SIZE = Pattern.compile("(\\d+)(Mi|Gi|m)");

  @Test
  void memoryOfAllKindsFitsThePod() throws IOException {
    JsonNode pod =
        new YAMLMapper()
            .readTree(Path.of("deploy/kubernetes/deployment.yaml").toFile())
            .at("/spec/template/spec");
    long limit = mebibytes(pod.at("/containers/0/resources/limits/memory").asText());
    long files = 0;
    for (JsonNode volume : pod.path("volumes")) {
      if (volume.at("/emptyDir/medium").asText().equals("Memory")) {
        files += mebibytes(volume.at("/emptyDir/sizeLimit").asText());
      }
    }
    String options = dockerfile();
    long heap = limit * Long.parseLong(option(options, "MaxRAMPercentage")) / 100;
    long others =
        mebibytes(option(options, "MaxDirectMemorySize"))
            + mebibytes(option(options, "MaxMetaspaceSize"))
            + mebibytes(option(options, "ReservedCodeCacheSize"));
    assertThat(files).isPositive();
    assertThat(heap + others + files + REST_MIB).isLessThanOrEqualTo(limit);
  }

  @Test
  void licencesAndListsOfLibrariesAreCopied() throws IOException {
    String image = dockerfile();
    assertThat(image)
        .contains("-Psbom", "target/THIRD-PARTY.md ./", "target/sbom sbom")
        .containsPattern("COPY .*LICENSE NOTICE \\./");
    assertThat(Files.readAllLines(Path.of("deploy/Dockerfile.dockerignore")))
        .contains("!LICENSE", "!NOTICE");
    String build = Files.readString(Path.of("pom.xml"));
    assertThat(build).contains("<id>sbom</id>", "<argument>scripts/sbom.mjs</argument>");
    assertThat(Path.of("NOTICE")).exists();
  }

  @Test
  void theLicenceOfFontsNamesEachOfThem() throws IOException {
    Path fonts = Path.of("src/main/resources/fonts");
    String licences =
        Files.readString(fonts.resolve("OFL.txt")) + Files.readString(fonts.resolve("DejaVu.txt"));
    try (Stream<Path> files = Files.list(fonts)) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("ttf")))
          .isNotEmpty()
          .allMatch(licences::contains);
    }
    assertThat(Files.readString(Path.of("NOTICE")))
        .contains("fonts/OFL.txt", "fonts/DejaVu.txt", "openhtmltopdf");
  }

  private static String dockerfile() throws IOException {
    return Files.readString(Path.of("deploy/Dockerfile"));
  }

  private static String option(String dockerfile, String name) {
    Matcher option = Pattern.compile("-XX:" + name + "=(\\w+)").matcher(dockerfile);
    assertThat(option.find()).as(name).isTrue();
    return option.group(1);
  }

  private static long mebibytes(String size) {
    Matcher parts = SIZE.matcher(size);
    assertThat(parts.matches()).as(size).isTrue();
    return Long.parseLong(parts.group(1)) * Map.of("Gi", 1024, "Mi", 1, "m", 1).get(parts.group(2));
  }
}
