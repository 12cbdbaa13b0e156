package io.clinibus.settings;

import java.util.List;

/** The settings are invalid; reports all problems at once. */
public final class InvalidSettings extends Exception {

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line per problem: the setting and what is expected. Never a secret. */
  public List<String> problems() {
    return problems;
  }
}
