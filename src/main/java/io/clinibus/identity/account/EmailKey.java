package io.clinibus.identity.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form by which e-mail addresses are compared: by the unique index, by the search for an
 * account and by the limits of attempts. PostgreSQL folds some letters differently, so that it is
 * computed here only and stored.
 */
public final class EmailKey {

  private EmailKey() {}

  public static String of(String email) {
    return composed(composed(email.strip()).toLowerCase(Locale.ROOT));
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
