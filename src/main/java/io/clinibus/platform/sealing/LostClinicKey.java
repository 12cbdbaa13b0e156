package io.clinibus.platform.sealing;

/** What is sealed cannot be opened with the keys of this node; the message names the remedy. */
public final class LostClinicKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LostClinicKey(String message) {
    super(message);
  }
}
