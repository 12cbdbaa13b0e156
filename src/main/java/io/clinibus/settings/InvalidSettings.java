package io.clinibus.settings;

import java.util.List;

/** The settings cannot be used; says everything that is wrong at once. */
public final class InvalidSettings extends Exception {

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each: which setting, and what would be right. Never a secret. */
  public List<String> problems() {
    return problems;
  }
}
