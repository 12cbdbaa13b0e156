package io.clinibus.records.api;

import java.util.List;

/** A file of codes is not imported; nothing has been changed. */
public final class CodeImportRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public CodeImportRefused(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each with the number of its line. */
  public List<String> problems() {
    return problems;
  }
}
