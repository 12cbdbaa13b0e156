package io.clinibus.platform;

/**
 * Forms in which data is stored. Nodes of the release before may run beside those of this one: what
 * they cannot read is not written before {@code platform.every_node_reads} is true of its form.
 */
public final class DataForm {

  /** Medical histories, their changes and what is proposed for them are sealed. */
  public static final int SEALED_HISTORIES = 1;

  /** Texts of visits and of the waitlist are sealed. */
  public static final int SEALED_BOOKINGS = 2;

  /** Accounts may have the role PRIVACY_OFFICER. */
  public static final int PRIVACY_OFFICERS = 3;

  /** Texts of staff that belong to no patient are sealed. */
  public static final int SEALED_STAFF_TEXTS = 4;

  /** The newest one that this release reads. */
  public static final int CURRENT = SEALED_STAFF_TEXTS;

  private DataForm() {}
}
