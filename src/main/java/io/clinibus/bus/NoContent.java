package io.clinibus.bus;

/** The empty reply of a successful operation. */
public record NoContent() {

  public static final NoContent DONE = new NoContent();
}
