package io.clinibus.bus.audit;

/** The kind of an audit entry. */
public enum AuditKind {
  /** Data of patients was shown. */
  READ,
  /** Data of patients was changed. */
  CHANGE,
  /** Sign-in, accounts, roles, and the audit trail itself. */
  SECURITY,
  /** Rules of the clinic, hours, and the directory. */
  CONFIGURATION
}
