package io.clinibus.bus;

/** The reply of an operation that has nothing to say but that it is done. */
public record Done() {

  public static final Done DONE = new Done();
}
