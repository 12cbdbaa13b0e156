package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.ChildNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A production node runs without the libraries that the container image leaves out. */
@Tag("slow")
class ProductionImageIT {

  private static final Pattern LEFT_OUT = Pattern.compile("(?<= )[\\w.-]+-\\*\\.jar");
  private static final String TEST_CLASSES = "test-classes";

  @Test
  void aProductionNodeServesWithoutLibrariesOfEmbeddedServers() throws IOException {
    List<PathMatcher> leftOut = leftOut();
    List<Path> whole =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> !entry.endsWith(TEST_CLASSES))
            .toList();
    assertThat(leftOut)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            pattern -> assertThat(whole).anyMatch(entry -> pattern.matches(entry.getFileName())));
    String rest =
        whole.stream()
            .filter(
                entry ->
                    leftOut.stream().noneMatch(pattern -> pattern.matches(entry.getFileName())))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    try (ChildNode node = ChildNode.launch(rest, ChildNode.production(TestServers.newDatabase()))) {
      RestClient visitor = RestClient.visitor(node.url());
      assertThat(visitor.get("/api/departments").status()).isEqualTo(200);
      assertThat(RestClient.visitor(node.management()).get("/health/ready").status())
          .isEqualTo(200);
    }
  }

  private static List<PathMatcher> leftOut() throws IOException {
    return LEFT_OUT
        .matcher(Files.readString(Path.of("deploy/Dockerfile")))
        .results()
        .map(MatchResult::group)
        .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
        .toList();
  }
}
