package io.clinibus.cli;

import io.clinibus.demo.ScaleLoader;
import io.clinibus.node.Modules;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.InvalidSettings;
import io.clinibus.settings.SettingsReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parses the command line and runs the command. Errors are printed in plain lines, without a stack
 * trace.
 */
public final class CommandLine {

  /** A node is running; a signal ends its process. */
  public static final int KEEP_RUNNING = -1;

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  private final PrintStream out;
  private final PrintStream err;

  public CommandLine(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command.
   *
   * @return the exit status, or {@link #KEEP_RUNNING}
   */
  public int run(List<String> arguments, Map<String, String> environment) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(Help.text());
      return DONE;
    }
    if (arguments.contains("--version")) {
      out.println("Clinibus " + Version.current());
      return DONE;
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("load-scale")) {
      return loadScale(arguments.subList(1, arguments.size()));
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("cluster")) {
      return startCluster(new ArrayList<>(arguments.subList(1, arguments.size())), environment);
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("create-admin")) {
      return createAdmin(new ArrayList<>(arguments.subList(1, arguments.size())), environment);
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("verify-audit")) {
      return inProduction(
          "verify-audit",
          arguments.subList(1, arguments.size()),
          environment,
          configuration -> new VerifyAuditCommand(configuration, out).run());
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("import-codes")) {
      return importCodes(new ArrayList<>(arguments.subList(1, arguments.size())), environment);
    }
    if (!arguments.isEmpty() && arguments.get(0).equals("rotate-keys")) {
      return inProduction(
          "rotate-keys",
          arguments.subList(1, arguments.size()),
          environment,
          configuration -> new RotateKeysCommand(configuration, out).run());
    }
    return startNode(arguments, environment);
  }

  private int importCodes(List<String> arguments, Map<String, String> environment) {
    Optional<String> system = taken(arguments, "--system=");
    Optional<String> version = taken(arguments, "--version=");
    Optional<String> licence = taken(arguments, "--licence=");
    boolean isComplete =
        Stream.of(system, version, licence)
            .allMatch(option -> option.filter(value -> !value.isBlank()).isPresent());
    if (arguments.isEmpty() || arguments.get(0).startsWith("-") || !isComplete) {
      complain("import-codes needs a file, --system=…, --version=… and --licence=…");
      return MISUSED;
    }
    var source =
        new ImportCodesCommand.Source(
            Path.of(arguments.remove(0)), system.get(), version.get(), licence.get());
    return inProduction(
        "import-codes",
        arguments,
        environment,
        configuration -> new ImportCodesCommand(configuration, out).run(source));
  }

  private int createAdmin(List<String> arguments, Map<String, String> environment) {
    Optional<String> email = taken(arguments, "--email=");
    String name = taken(arguments, "--name=").orElse("Administrator");
    if (email.isEmpty()) {
      complain("create-admin needs --email=…");
      return MISUSED;
    }
    return inProduction(
        "create-admin",
        arguments,
        environment,
        configuration -> new AdminCommand(configuration, out).run(email.get(), name));
  }

  /** A command with the settings of a node in production. */
  private interface Command {

    void run(Configuration configuration) throws StartFailure;
  }

  private int inProduction(
      String name, List<String> arguments, Map<String, String> environment, Command command) {
    Configuration configuration;
    try {
      configuration = SettingsReader.read(arguments, environment, Modules.ALL.roles());
    } catch (InvalidSettings e) {
      e.problems().forEach(this::complain);
      return MISUSED;
    }
    if (configuration.embedded()) {
      complain(name + " is for production: it needs the settings of a node");
      return MISUSED;
    }
    try {
      command.run(configuration);
      return DONE;
    } catch (StartFailure e) {
      complain(e.getMessage());
      return FAILED;
    }
  }

  private int startCluster(List<String> arguments, Map<String, String> environment) {
    String nodes = taken(arguments, "--nodes=").orElse("3");
    String file = taken(arguments, "--cluster=").orElse("cluster.xml");
    if (!nodes.matches("[1-9]")) {
      complain("--nodes must be a number from 1 to 9");
      return MISUSED;
    }
    Configuration configuration;
    try {
      configuration = SettingsReader.read(arguments, environment, Modules.ALL.roles());
    } catch (InvalidSettings e) {
      e.problems().forEach(this::complain);
      return MISUSED;
    }
    if (!configuration.embedded()) {
      complain("cluster starts its own PostgreSQL on this machine: remove CLINIBUS_DATABASE_URL");
      return MISUSED;
    }
    try {
      new LocalCluster(configuration, Integer.parseInt(nodes), file, out).start();
      return KEEP_RUNNING;
    } catch (StartFailure e) {
      complain(e.getMessage());
      return FAILED;
    }
  }

  /** The value of the last option with a prefix; removes all of them. */
  private static Optional<String> taken(List<String> arguments, String option) {
    Optional<String> last =
        arguments.stream()
            .filter(argument -> argument.startsWith(option))
            .reduce((first, second) -> second)
            .map(argument -> argument.substring(option.length()));
    arguments.removeIf(argument -> argument.startsWith(option));
    return last;
  }

  private int startNode(List<String> arguments, Map<String, String> environment) {
    Configuration configuration;
    try {
      configuration = SettingsReader.read(arguments, environment, Modules.ALL.roles());
    } catch (InvalidSettings e) {
      e.problems().forEach(this::complain);
      return MISUSED;
    }
    // Before the first log line, which fixes the format.
    System.setProperty("clinibus.node", configuration.node().name());
    if (System.getProperty(LOG_CONFIGURATION) == null && configuration.jsonLog()) {
      System.setProperty(LOG_CONFIGURATION, "logback-json.xml");
    }
    try {
      new Launcher(configuration, out).start();
      return KEEP_RUNNING;
    } catch (StartFailure e) {
      complain(e.getMessage());
      return FAILED;
    }
  }

  private int loadScale(List<String> arguments) {
    try {
      ScaleLoader.run(arguments, out);
      return DONE;
    } catch (IllegalArgumentException e) {
      complain(e.getMessage());
      return MISUSED;
    } catch (java.sql.SQLException e) {
      complain(StartFailure.explain(e, "the database"));
      return FAILED;
    }
  }

  private void complain(String line) {
    err.println("clinibus: " + line);
  }
}
