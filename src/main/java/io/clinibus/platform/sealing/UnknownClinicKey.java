package io.clinibus.platform.sealing;

/** A key of the clinic that has wrapped keys of patients is not in the settings of this node. */
public final class UnknownClinicKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String id;

  public UnknownClinicKey(String id) {
    super("clinic's key unknown: " + id);
    this.id = id;
  }

  public String id() {
    return id;
  }
}
