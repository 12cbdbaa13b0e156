package io.clinibus.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The compose file with the variables of an {@code .env} file filled in. */
public final class ComposeFile {

  private static final Path FOLDER = Path.of("deploy/compose");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::\\?[^}]*|:-([^}]*))}");

  private final Map<String, Object> services;
  private final Map<String, String> variables;

  private ComposeFile(Map<String, Object> services, Map<String, String> variables) {
    this.services = services;
    this.variables = variables;
  }

  /**
   * @param variables what stands in {@code .env}; one that is missing has its default
   */
  public static ComposeFile with(Map<String, String> variables) {
    try (Reader text = Files.newBufferedReader(FOLDER.resolve("compose.yaml"))) {
      Map<String, Object> file = new Yaml().load(text);
      return new ComposeFile(members(file, "services"), variables);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file beside it. */
  static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /** The environment of each node. */
  public List<Map<String, String>> nodes() {
    return services.keySet().stream()
        .map(this::environment)
        .filter(environment -> environment.containsKey("CLINIBUS_NODE"))
        .toList();
  }

  Map<String, String> environment(String service) {
    Map<String, String> values = new HashMap<>();
    ComposeFile.<Object>members(services.get(service), "environment")
        .forEach((name, value) -> values.put(name, filled(value.toString())));
    return values;
  }

  @SuppressWarnings("unchecked")
  List<String> command(String service) {
    var command = (List<String>) ((Map<String, Object>) services.get(service)).get("command");
    return command.stream().map(this::filled).toList();
  }

  private String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String value = variables.getOrDefault(found.group(1), found.group(2));
              if (value == null) {
                throw new IllegalStateException("no " + found.group(1) + " in .env");
              }
              return Matcher.quoteReplacement(value);
            });
  }

  @SuppressWarnings("unchecked")
  private static <T> Map<String, T> members(Object parent, String name) {
    return (Map<String, T>) ((Map<String, Object>) parent).getOrDefault(name, Map.of());
  }
}
