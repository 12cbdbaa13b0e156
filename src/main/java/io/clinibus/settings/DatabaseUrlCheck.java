package io.clinibus.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a database with a weak password. On this machine any password is accepted, as users of
 * this machine can read this node's settings as well.
 */
final class DatabaseUrlCheck {

  private static final int SHORTEST_PASSWORD = 12;
  private static final Set<String> GUESSED_FIRST =
      Set.of("postgres", "password", "changeme", "secret", "admin", "clinibus");

  private DatabaseUrlCheck() {}

  static Optional<String> fault(URI url) {
    if (url.getPath() == null || url.getPath().length() < 2) {
      return Optional.of("must name a database after the host, as /clinibus");
    }
    String[] userInfo = url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
    if (userInfo.length < 2 || userInfo[0].isEmpty() || userInfo[1].isEmpty()) {
      return Optional.of("must hold a user and a password, as postgresql://user:password@host");
    }
    if (Loopback.is(url.getHost())) {
      return Optional.empty();
    }
    return weak(userInfo[0], userInfo[1])
        ? Optional.of(
            "the password is weak: use "
                + SHORTEST_PASSWORD
                + " characters or more that hold neither the user's name nor a common word")
        : Optional.empty();
  }

  private static boolean weak(String user, String password) {
    String lower = password.toLowerCase(Locale.ROOT);
    String letters = lower.replaceAll("[^a-z]", "");
    return password.length() < SHORTEST_PASSWORD
        || lower.contains(user.toLowerCase(Locale.ROOT))
        || GUESSED_FIRST.contains(letters)
        || lower.chars().distinct().count() < 5;
  }
}
