package io.clinibus.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects all problems, so that they can be fixed together. */
final class SettingProblems {

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  /**
   * @param expected completes the sentence "must be …"
   */
  void add(Setting setting, String expected) {
    lines.add(name(setting) + ": must be " + expected);
  }

  void missing(Setting setting, String why) {
    lines.add(name(setting) + ": is required " + why);
  }

  void refused(Setting setting, String why) {
    lines.add(name(setting) + ": " + why);
  }

  void throwIfAny() throws InvalidSettings {
    if (!lines.isEmpty()) {
      throw new InvalidSettings(lines);
    }
  }

  private static String name(Setting setting) {
    return setting.variable() + " (--" + setting.option() + ")";
  }
}
