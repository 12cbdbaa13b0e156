package io.clinibus.platform.db;

/**
 * The database was migrated by a later release; running on it could destroy what that one knows.
 */
public final class SchemaTooNew extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SchemaTooNew(String databaseVersion, String ownVersion) {
    super(
        "The database belongs to a later release of Clinibus (schema "
            + databaseVersion
            + ", this release knows "
            + ownVersion
            + "). Start that release, or restore a backup from before the upgrade.");
  }
}
