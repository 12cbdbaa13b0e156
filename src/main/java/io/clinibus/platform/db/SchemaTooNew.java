package io.clinibus.platform.db;

/** The database was migrated by a later release; running this one could destroy its data. */
public final class SchemaTooNew extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SchemaTooNew(String why) {
    super(
        "The database belongs to a later release of Clinibus ("
            + why
            + "). Start that release, or restore a backup from before the upgrade.");
  }

  /** A versioned migration is applied that this release does not have. */
  static SchemaTooNew version(String databaseVersion, String ownVersion) {
    return new SchemaTooNew("schema " + databaseVersion + ", this release knows " + ownVersion);
  }

  /** A later release has replaced a repeatable migration of this one. */
  static SchemaTooNew script(String script) {
    return new SchemaTooNew("replaced repeatable migration: " + script);
  }
}
