package io.clinibus.identity.signin;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import java.util.regex.Pattern;

/** Minimal syntax check of an e-mail address; only a mail can show that it exists. */
public final class EmailAddress {

  private static final int MAX_LENGTH = 254;
  private static final Pattern SHAPE = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  private EmailAddress() {}

  /**
   * The address without surrounding blanks.
   *
   * @throws Failure {@code INVALID_REQUEST} naming {@code /email}
   */
  public static String check(String email) {
    String address = email.strip();
    if (address.length() > MAX_LENGTH || !SHAPE.matcher(address).matches()) {
      throw Failure.invalid(
          CommonFieldErrors.FORMAT.at("/email", "This is not an e-mail address.", "email"));
    }
    return address;
  }
}
