package io.clinibus.identity.credential;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.api.IdentityFieldErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules for new passwords, after NIST SP 800-63B: long enough, not a common or breached password,
 * not derived from the user's name or e-mail address; no rules about kinds of characters.
 */
public final class PasswordRules {

  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 200;

  private static final int SHORTEST_TELLING_PART = 3;
  private static final int LONGEST_DULL_UNIT = 5;
  private static final int MOST_DECORATION = 8;
  private static final String SEQUENCES =
      "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiopasdfghjklzxcvbnm"
          + " qwertzuiopasdfghjklyxcvbnm";
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final Set<String> COMMON = readCommon();
  private static final Set<String> BREACHED = readBreached();

  private PasswordRules() {}

  /**
   * Refuses a password that breaks a rule.
   *
   * @param pointer the field it came in
   * @throws Failure {@code INVALID_REQUEST} naming the field and the rule
   */
  public static void check(String pointer, String password, String email, String name) {
    objection(pointer, password, email, name)
        .ifPresent(
            objection -> {
              throw Failure.invalid(objection);
            });
  }

  /** The rule that the password violates, in words for the user; empty if none. */
  static Optional<FieldError> objection(
      String pointer, String password, String email, String name) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN_LENGTH) {
      return Optional.of(
          CommonFieldErrors.TOO_SHORT.at(
              pointer, "Use at least " + MIN_LENGTH + " characters.", MIN_LENGTH));
    }
    if (length > MAX_LENGTH) {
      return Optional.of(
          CommonFieldErrors.TOO_LONG.at(
              pointer, "Use at most " + MAX_LENGTH + " characters.", MAX_LENGTH));
    }
    String folded = fold(password);
    if (isCommon(folded) || BREACHED.contains(folded) || isOneBitRepeated(password)) {
      return Optional.of(
          IdentityFieldErrors.PASSWORD_COMMON.at(
              pointer, "This password is too easy to guess. Choose another one."));
    }
    if (telling(email, name).anyMatch(folded::contains)) {
      return Optional.of(
          IdentityFieldErrors.PASSWORD_PERSONAL.at(
              pointer, "Do not use your name or e-mail address in the password."));
    }
    return Optional.empty();
  }

  /**
   * Whether it is a common password, also with digits and signs around it or repeated, or a run of
   * adjacent keys.
   */
  private static boolean isCommon(String folded) {
    String core = EDGES.matcher(folded).replaceAll("");
    return COMMON.contains(folded)
        || (COMMON.contains(core) && folded.length() - core.length() <= MOST_DECORATION)
        || COMMON.contains(unit(folded))
        || SEQUENCES.contains(folded)
        || SEQUENCES.contains(new StringBuilder(folded).reverse());
  }

  private static boolean isOneBitRepeated(String password) {
    return unit(password).length() <= LONGEST_DULL_UNIT;
  }

  /**
   * The shortest prefix whose repetition gives the text; the text itself if there is no repetition.
   */
  private static String unit(String text) {
    int period = (text + text).indexOf(text, 1);
    return text.substring(0, period);
  }

  private static Stream<String> telling(String email, String name) {
    String localPart = email.substring(0, Math.max(0, email.lastIndexOf('@')));
    return Stream.concat(Stream.of(localPart), SPACES.splitAsStream(name))
        .map(PasswordRules::fold)
        .filter(part -> part.length() >= SHORTEST_TELLING_PART);
  }

  /** Lower case without accents, so that variants of a common password match. */
  private static String fold(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return plain.toLowerCase(Locale.ROOT);
  }

  private static Set<String> readCommon() {
    return read("/io/clinibus/identity/credential/common-passwords.txt");
  }

  /** Those of the 100,000 most common passwords of breaches that are long enough. */
  private static Set<String> readBreached() {
    return read("/dictionaries/passwords.txt").stream()
        .filter(password -> password.length() >= MIN_LENGTH)
        .map(PasswordRules::fold)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> read(String resource) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                PasswordRules.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
