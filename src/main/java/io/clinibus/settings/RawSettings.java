package io.clinibus.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Unparsed settings: options override the environment, the environment overrides the properties
 * file. An empty value counts as not set.
 */
final class RawSettings {

  private final Map<Setting, String> said = new EnumMap<>(Setting.class);
  private final SettingProblems problems;

  private RawSettings(SettingProblems problems) {
    this.problems = problems;
  }

  static RawSettings read(
      List<String> options, Map<String, String> environment, SettingProblems problems) {
    RawSettings values = new RawSettings(problems);
    options.forEach(values::option);
    for (Setting setting : Setting.values()) {
      values.offer(setting, environment.get(setting.variable()));
    }
    values.get(Setting.CONFIG).ifPresent(values::file);
    return values;
  }

  Optional<String> get(Setting setting) {
    return Optional.ofNullable(said.get(setting));
  }

  private void offer(Setting setting, String value) {
    if (value != null && !value.isBlank()) {
      said.putIfAbsent(setting, value.strip());
    }
  }

  private void option(String argument) {
    int equals = argument.indexOf('=');
    if (!argument.startsWith("--") || equals < 0) {
      problems.add("Option " + nameOf(argument) + ": write it as --name=value");
      return;
    }
    named(argument.substring(2, equals), argument.substring(equals + 1), "Option --");
  }

  private static String nameOf(String argument) {
    return argument.length() > 40 ? argument.substring(0, 40) + "…" : argument;
  }

  private void named(String name, String value, String where) {
    Setting.ofOption(name)
        .ifPresentOrElse(
            setting -> offer(setting, value),
            () -> problems.add(where + name + ": there is no such setting; see --help"));
  }

  private void file(String name) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(name))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(Setting.CONFIG, "a readable properties file, but " + name + " is not");
      return;
    }
    for (String key : properties.stringPropertyNames().stream().sorted().toList()) {
      named(key, properties.getProperty(key), name + ", ");
    }
  }
}
