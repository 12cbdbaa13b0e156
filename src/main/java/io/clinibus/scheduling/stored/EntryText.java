package io.clinibus.scheduling.stored;

/** Why a patient waits. */
public record EntryText(String reason) {

  static final EntryText NONE = new EntryText("");

  @Override
  public String toString() {
    return "EntryText[…]";
  }
}
