package io.clinibus.scheduling.stored;

/** Why a visit was changed. */
public record NoteText(String note) {

  static final NoteText NONE = new NoteText("");

  @Override
  public String toString() {
    return "NoteText[…]";
  }
}
