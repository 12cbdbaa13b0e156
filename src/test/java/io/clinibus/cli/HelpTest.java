package io.clinibus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.settings.Setting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpListsEverySettingAndFitsATerminal() {
    assertThat(run("--help")).isZero();

    for (Setting setting : Setting.values()) {
      assertThat(text(out)).contains("--" + setting.option() + "=", setting.variable());
    }
    assertThat(text(out).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    assertThat(text(out)).contains("load-scale", "Exit status", "CLINIBUS_PORT [8080]");
  }

  @Test
  void versionIsOneLine() {
    assertThat(run("--version")).isZero();

    assertThat(text(out)).startsWith("Clinibus ").hasLineCount(1);
  }

  @Test
  void invalidSettingsExitWithCodeTwoAndOneLineEach() {
    assertThat(run("--port=x", "--log=y")).isEqualTo(2);

    assertThat(text(err).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("clinibus: CLINIBUS_"));
    assertThat(text(out)).isEmpty();
  }

  @Test
  void theScaleLoaderReportsMissingOptions() {
    assertThat(run("load-scale")).isEqualTo(2);
    assertThat(run("load-scale", "--database-url=postgresql://x", "--patients=0")).isEqualTo(2);
    assertThat(run("load-scale", "--database-ur=postgresql://x")).isEqualTo(2);

    assertThat(text(err).lines())
        .containsExactly(
            "clinibus: load-scale needs --database-url=postgresql://…",
            "clinibus: --patients must be a whole number above 0",
            "clinibus: load-scale: unknown option --database-ur; see --help");
  }

  @Test
  void theLocalClusterStartsItsOwnServices() {
    assertThat(run("cluster", "--nodes=0")).isEqualTo(2);
    assertThat(run("cluster", "--port=x")).isEqualTo(2);

    assertThat(text(err).lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("--nodes"))
        .anySatisfy(line -> assertThat(line).contains("CLINIBUS_PORT"));
  }

  private int run(String... arguments) {
    return new CommandLine(stream(out), stream(err)).run(List.of(arguments), Map.of());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
