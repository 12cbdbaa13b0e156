package io.clinibus.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses a database with a weak password or without verified TLS. On this machine any password is
 * accepted, and TLS not required, as users of this machine can read this node's settings as well.
 */
final class DatabaseUrlCheck {

  private static final int SHORTEST_PASSWORD = 12;
  private static final Set<String> GUESSED_FIRST =
      Set.of("postgres", "password", "changeme", "secret", "admin", "clinibus");

  private static final String VERIFIED = "verify-full";
  private static final Pattern TLS_PARAMETER = Pattern.compile("(?:^|&)(ssl\\w*)=([^&]*)");

  private DatabaseUrlCheck() {}

  /** Whether connections use TLS with a verified certificate and host name. */
  static boolean isVerified(URI url) {
    return mode(url).map(VERIFIED::equals).orElse(!Loopback.is(url.getHost()));
  }

  static Optional<String> fault(URI url) {
    if (url.getPath() == null || url.getPath().length() < 2) {
      return Optional.of("must name a database after the host, as /clinibus");
    }
    String[] userInfo = url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
    if (userInfo.length < 2 || userInfo[0].isEmpty() || userInfo[1].isEmpty()) {
      return Optional.of("must hold a user and a password, as postgresql://user:password@host");
    }
    Optional<String> tls = tlsFault(url);
    if (tls.isPresent() || Loopback.is(url.getHost())) {
      return tls;
    }
    return weak(userInfo[0], userInfo[1])
        ? Optional.of(
            "the password is weak: use "
                + SHORTEST_PASSWORD
                + " characters or more that hold neither the user's name nor a common word")
        : Optional.empty();
  }

  private static Optional<String> tlsFault(URI url) {
    boolean others = parameters(url).anyMatch(parameter -> !parameter.group(1).equals("sslmode"));
    if (others) {
      return Optional.of("may have no TLS parameter but sslmode: see CLINIBUS_DATABASE_CA");
    }
    Set<String> accepted =
        Loopback.is(url.getHost()) ? Set.of(VERIFIED, "disable") : Set.of(VERIFIED);
    return mode(url).filter(mode -> !accepted.contains(mode)).isPresent()
        ? Optional.of(
            "sslmode must be verify-full, or disable for a database on this machine; it may be"
                + " left out")
        : Optional.empty();
  }

  private static Optional<String> mode(URI url) {
    return parameters(url)
        .filter(parameter -> parameter.group(1).equals("sslmode"))
        .map(parameter -> parameter.group(2))
        .reduce((first, last) -> last);
  }

  private static Stream<MatchResult> parameters(URI url) {
    return url.getRawQuery() == null
        ? Stream.empty()
        : TLS_PARAMETER.matcher(url.getRawQuery()).results();
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
