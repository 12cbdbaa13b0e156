package io.clinibus.identity.mail;

import java.util.stream.Stream;

/** The mails about accounts and addresses; none holds text that a user has written. */
public enum AccountMail {
  CONFIRM_REGISTRATION("/register"),
  ACCOUNT_EXISTS("/forgot-password"),
  RESET_PASSWORD("/invitation#token={token}"),
  PASSWORD_CHANGED("/forgot-password"),
  CONFIRM_OLD_EMAIL("/confirm-address-change#token={token}"),
  CONFIRM_NEW_EMAIL("/confirm-address-change#token={token}"),
  EMAIL_CHANGED("/account"),
  FACTOR_ADDED("/account"),
  FACTOR_REMOVED("/account"),
  RECOVERY_CODE_USED("/account"),

  /** Requested by the patients domain when a patient gets an address. */
  CONFIRM_PATIENT_EMAIL("/confirm-address#token={token}"),

  /** Requested by the patients domain when staff invite a patient to an account. */
  PATIENT_INVITATION("/patient-invitation#token={token}");

  private final String link;

  AccountMail(String link) {
    this.link = link;
  }

  /** The page to which it leads. */
  public String link() {
    return link;
  }

  public boolean hasToken() {
    return link.endsWith("{token}");
  }

  public static Stream<AccountMail> all() {
    return Stream.of(values());
  }
}
