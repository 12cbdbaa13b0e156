package io.clinibus.identity.api;

import io.clinibus.bus.failure.FieldErrorCode;

/** Field errors of the identity domain. */
public final class IdentityFieldErrors {

  public static final FieldErrorCode PASSWORD_COMMON = FieldErrorCode.of("password-common");
  public static final FieldErrorCode PASSWORD_PERSONAL = FieldErrorCode.of("password-personal");
  public static final FieldErrorCode PASSWORD_WRONG = FieldErrorCode.of("password-wrong");
  public static final FieldErrorCode ACCOUNT_EXISTS = FieldErrorCode.of("account-exists");
  public static final FieldErrorCode LINK_VOID = FieldErrorCode.of("link-void");
  public static final FieldErrorCode STAFF_ROLES_ONLY = FieldErrorCode.of("staff-roles-only");
  public static final FieldErrorCode DOCTOR_ROLE_REQUIRED =
      FieldErrorCode.of("doctor-role-required");
  public static final FieldErrorCode OFFICER_ROLE_ALONE = FieldErrorCode.of("officer-role-alone");

  public static final FieldErrorCode CODE_WRONG = FieldErrorCode.of("code-wrong");

  /** No further code is taken: it has expired, or too many wrong ones were entered. */
  public static final FieldErrorCode MAILED_CODE_VOID = FieldErrorCode.of("mailed-code-void");

  public static final FieldErrorCode MAILED_CODE_WRONG = FieldErrorCode.of("mailed-code-wrong");
  public static final FieldErrorCode PASSKEY_REFUSED = FieldErrorCode.of("passkey-refused");

  private IdentityFieldErrors() {}
}
