package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of requirements in docs/security.md is complete and names what exists. */
class SecurityDocumentTest {

  /** Requirements of levels 1 and 2 in ASVS 5.0.0. */
  private static final Map<Integer, Long> REQUIREMENTS = Map.of(1, 70L, 2, 183L);

  private static final Pattern CHAPTER =
      Pattern.compile(
          "(?ms)^### V\\d+ .*?$\\s+(?<summary>\\d+ met, .*? open)\\.$(?<rows>.*?)(?=^##|\\z)");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (?<number>\\d+\\.\\d+\\.\\d+) \\| (?<level>[12]) \\| [^|]+"
              + " \\| (?<state>met|not applicable|open) \\| (?<evidence>[^|]+) \\|$");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("\\w+(Test|IT)");
  private static final Pattern FILE = Pattern.compile("[\\w.-]+(/[\\w.-]+)+");

  private record Row(String number, int level, String state, String evidence) {}

  private static String document;
  private static Set<String> tests;

  @BeforeAll
  static void read() throws IOException {
    document = Files.readString(Path.of("docs/security.md"));
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> TEST.matcher(name).matches())
              .collect(Collectors.toSet());
    }
  }

  @Test
  void everyRequirementIsListedOnceAndInOrder() {
    List<Row> rows = rows(document);
    assertThat(rows.stream().collect(Collectors.groupingBy(Row::level, Collectors.counting())))
        .isEqualTo(REQUIREMENTS);
    assertThat(rows)
        .extracting(Row::number)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.comparing(SecurityDocumentTest::parts, Arrays::compare));
  }

  @Test
  void summariesAgreeWithTheRows() {
    List<MatchResult> chapters = CHAPTER.matcher(document).results().toList();
    assertThat(chapters).hasSize(17);
    List<Row> all = new ArrayList<>();
    for (MatchResult chapter : chapters) {
      List<Row> rows = rows(chapter.group(2));
      assertThat(chapter.group(1)).as(chapter.group()).isEqualTo(summary(rows));
      all.addAll(rows);
    }
    assertThat(document).contains("All chapters: " + summary(all) + ".");
    assertThat(all).isEqualTo(rows(document));
  }

  @Test
  void whatIsMetNamesATestOrAFile() {
    assertThat(rows(document))
        .filteredOn(row -> row.state().equals("met"))
        .allSatisfy(
            row ->
                assertThat(quoted(row.evidence()))
                    .as(row.number())
                    .anyMatch(name -> tests.contains(name) || isFile(name)));
  }

  @Test
  void namedTestsAndFilesExist() {
    assertThat(quoted(document).filter(name -> TEST.matcher(name).matches())).isSubsetOf(tests);
    assertThat(rows(document).stream().flatMap(row -> quoted(row.evidence())))
        .filteredOn(name -> FILE.matcher(name).matches())
        .allMatch(SecurityDocumentTest::isFile);
  }

  private static List<Row> rows(String text) {
    return ROW.matcher(text)
        .results()
        .map(
            row ->
                new Row(row.group(1), Integer.parseInt(row.group(2)), row.group(3), row.group(4)))
        .toList();
  }

  private static String summary(List<Row> rows) {
    return Stream.of("met", "not applicable", "open")
        .map(state -> rows.stream().filter(row -> row.state().equals(state)).count() + " " + state)
        .collect(Collectors.joining(", "));
  }

  private static int[] parts(String number) {
    return Arrays.stream(number.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  private static Stream<String> quoted(String text) {
    return QUOTED.matcher(text).results().map(name -> name.group(1));
  }

  private static boolean isFile(String name) {
    return FILE.matcher(name).matches() && Files.isRegularFile(Path.of(name));
  }
}
