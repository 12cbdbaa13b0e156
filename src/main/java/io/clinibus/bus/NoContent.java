package io.clinibus.bus;

/** The reply of an operation that has nothing to say but that it is done. */
public record NoContent() {

  public static final NoContent DONE = new NoContent();
}
