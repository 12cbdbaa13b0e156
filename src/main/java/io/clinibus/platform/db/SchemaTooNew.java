package io.clinibus.platform.db;

/**
 * The database was migrated by a later release; running on it could destroy what that one knows.
 */
public final class SchemaTooNew extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SchemaTooNew(String why) {
    super(
        "The database belongs to a later release of Clinibus ("
            + why
            + "). Start that release, or restore a backup from before the upgrade.");
  }

  /** A versioned migration was applied that this release does not have. */
  static SchemaTooNew version(String databaseVersion, String ownVersion) {
    return new SchemaTooNew("schema " + databaseVersion + ", this release knows " + ownVersion);
  }

  /** A repeatable migration of this release was replaced by another text of it. */
  static SchemaTooNew script(String script) {
    return new SchemaTooNew("it has replaced this release's " + script);
  }
}
