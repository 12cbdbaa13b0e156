package io.clinibus.bus.content;

/** Bytes of a file; must not be modified. */
public record Section(byte[] content) {

  /** The most bytes of a section. */
  public static final int MOST_READ = 1024 * 1024;

  /**
   * The bytes of a section that is written. All of a file have this length, except for the last
   * one.
   */
  public static final int WRITTEN = 512 * 1024;

  @Override
  public String toString() {
    return "Section[" + content.length + "]";
  }
}
