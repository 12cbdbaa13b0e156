package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Boundaries of domains in SQL: outside its schema a domain names only what others publish, which
 * is what their scripts {@code R__0_*.sql} define, and the schema {@code platform}.
 */
class DomainSqlTest {

  private static final Path JAVA = Path.of("src/main/java/io/clinibus");
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** Fills empty tables of all domains with an invented clinic, in one transaction. */
  private static final String DEMO = "demo";

  private static final String COMMON = "platform";

  private static final Pattern FOLDER_RULE =
      Pattern.compile("(V[1-8]|V\\d{8}_\\d+)__[a-z0-9_]+\\.sql|R__(0_)?([a-z]+)_[a-z0-9_]+\\.sql");
  private static final Pattern DEFINED =
      Pattern.compile(
          "CREATE (?:OR REPLACE )?(?:UNLOGGED )?(?:TABLE|VIEW|FUNCTION) ([a-z]+\\.[a-z_]+)");
  private static final Pattern NAMED = Pattern.compile("(?<![\\w.])([a-z]+)\\.[a-z_]+(?![\\w.-])");
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          """
          (?s)\"""(?<block>.*?)\"""|"(?<text>(?:\\\\.|[^"\\\\])*)"|'(?:\\\\.|[^'\\\\])+'|//[^\\n]*|/\\*.*?\\*/\
          """
              .strip());
  private static final Pattern STATUS_SET =
      Pattern.compile(
          "\\bstatus\\s+(NOT\\s+)?IN\\s*\\(\\s*'|\\bstatus\\s*(=|<>)\\s*(ANY|ALL)\\s*\\(\\s*('|ARRAY)"
              + "|'\\{BOOKED,");

  /** What domains define for themselves. */
  private static final Set<String> PRIVATE =
      scripts()
          .filter(script -> !script.getFileName().toString().startsWith("R__0_"))
          .flatMap(script -> definitions(script).stream())
          .collect(Collectors.toSet());

  /** Where a statement stands, whose it is, and its text. */
  private record Statement(Path file, String domain, String sql) {}

  @Test
  void aDomainReadsOnlyPublishedViewsOfOthers() {
    var statements = Stream.concat(javaStatements(), scriptStatements("R__")).toList();
    assertThat(statements).hasSizeGreaterThan(200);
    assertThat(statements.stream().flatMap(DomainSqlTest::trespasses)).isEmpty();
  }

  @Test
  void accessToOtherDomainsTablesIsFound() {
    String sql =
        """
        SELECT p.zone FROM patients.contact c, patients.patient JOIN scheduling.policy AS p ON true
         WHERE c.id = ANY (SELECT patient_id FROM scheduling.refused_times($1)) AND 'scheduling.book'
         <> 'scheduling.appointment-changed'
        """;
    assertThat(trespasses(new Statement(JAVA, "reports", sql)).toList())
        .extracting(found -> found.substring(found.lastIndexOf(' ') + 1))
        .containsExactly(
            "patients.patient", "scheduling.policy", "scheduling.refused_times", "scheduling.book");
    assertThat(literals("a(\"x.y\"); // \"no\"\n/* \"no\" */ char c = '\"'; b(\"\"\"\n z \"\"\");"))
        .containsExactly("x.y", "\n z ");
  }

  @Test
  void statusSetsAreDefinedOnce() {
    var sets =
        Stream.concat(javaStatements(), scriptStatements("R__"))
            .filter(statement -> STATUS_SET.matcher(statement.sql()).find())
            .map(statement -> statement.file().getFileName().toString());
    assertThat(sets)
        .containsOnly(
            "R__0_scheduling_appointment_status.sql", "R__0_scheduling_waitlist_status.sql");
  }

  @Test
  void scriptsAreNamedByTheirFolderOrDateAndDefineTheirOwnSchema() {
    assertThat(scripts())
        .allSatisfy(
            script -> {
              var name = FOLDER_RULE.matcher(script.getFileName().toString());
              assertThat(name.matches()).as(script.toString()).isTrue();
              if (name.group(3) != null) {
                String domain = domain(script);
                assertThat(name.group(3)).isEqualTo(domain);
                assertThat(definitions(script)).isNotEmpty().allMatch(d -> d.startsWith(domain));
              }
            });
  }

  private static Stream<String> trespasses(Statement statement) {
    return NAMED
        .matcher(statement.sql())
        .results()
        .map(MatchResult::group)
        .filter(PRIVATE::contains)
        .filter(name -> !name.startsWith(COMMON + "."))
        .filter(name -> !name.startsWith(statement.domain() + "."))
        .map(name -> statement.file() + " names " + name);
  }

  private static Stream<Statement> javaStatements() {
    return files(JAVA, ".java")
        .filter(file -> !domain(file).equals(DEMO))
        .flatMap(
            file -> literals(read(file)).stream().map(s -> new Statement(file, domain(file), s)));
  }

  private static Stream<Statement> scriptStatements(String prefix) {
    return scripts()
        .filter(script -> script.getFileName().toString().startsWith(prefix))
        .map(script -> new Statement(script, domain(script), withoutComments(read(script))));
  }

  private static List<String> literals(String java) {
    return LITERAL_OR_COMMENT
        .matcher(java)
        .results()
        .flatMap(found -> Stream.of(1, 2).map(found::group).filter(text -> text != null))
        .toList();
  }

  private static List<String> definitions(Path script) {
    return DEFINED
        .matcher(withoutComments(read(script)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String withoutComments(String sql) {
    return sql.replaceAll("--[^\n]*", "");
  }

  /** The folder below the root: a domain, or another part of the product. */
  private static String domain(Path file) {
    Path root = file.startsWith(JAVA) ? JAVA : MIGRATIONS;
    return root.relativize(file).getName(0).toString();
  }

  private static Stream<Path> scripts() {
    return files(MIGRATIONS, ".sql");
  }

  private static Stream<Path> files(Path root, String ending) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
