package io.clinibus.platform.sealing;

/** Sealed data was not sealed for the place in which it is stored, or has been changed. */
public final class UnreadableSeal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSeal(SealedPlace place) {
    super("sealed data unreadable in " + place.column() + ", row " + place.row());
  }
}
