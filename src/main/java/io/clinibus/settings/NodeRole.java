package io.clinibus.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of Clinibus that a node of a cluster may run or leave to others. */
public enum NodeRole {
  PATIENTS,
  SCHEDULING,
  DIRECTORY,
  IDENTITY,
  REPORTS,
  NOTIFICATIONS,
  WEB;

  /** Every role: what a node has unless told otherwise. */
  public static Set<NodeRole> all() {
    return EnumSet.allOf(NodeRole.class);
  }

  /** As it is written in settings: {@code scheduling}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<NodeRole> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(NodeRole::word).collect(Collectors.joining(", "));
  }
}
