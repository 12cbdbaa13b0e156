package io.clinibus.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses values. An invalid value is reported as a problem and treated as not set, so that reading
 * continues. Values that may hold a password are never repeated.
 */
final class Parser {

  private static final int SHORTEST_SECRET = 32;
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:\\d{1,5})?");

  private final RawSettings values;
  private final SettingProblems problems;

  Parser(RawSettings values, SettingProblems problems) {
    this.values = values;
    this.problems = problems;
  }

  int number(Setting setting, int least, int most) {
    String text = values.get(setting).or(setting::fallback).orElseThrow();
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    String hint =
        text.startsWith("tcp://")
            ? " (Kubernetes sets this for a service named clinibus: use enableServiceLinks: false)"
            : "";
    problems.add(
        setting, "a whole number from " + least + " to " + most + ", not " + quoted(text) + hint);
    return least;
  }

  Optional<Boolean> flag(Setting setting) {
    return oneOf(setting, Set.of("true", "false")).or(setting::fallback).map("true"::equals);
  }

  Optional<String> oneOf(Setting setting, Set<String> allowed) {
    Optional<String> text = values.get(setting);
    if (text.isPresent() && !allowed.contains(text.get())) {
      String choice = String.join(" or ", allowed.stream().sorted().toList());
      problems.add(setting, choice + ", not " + quoted(text.get()));
      return Optional.empty();
    }
    return text;
  }

  String host(Setting setting) {
    String host = values.get(setting).or(setting::fallback).orElseThrow();
    if (!host.matches("[A-Za-z0-9.:-]+")) {
      problems.add(setting, "a host name or an IP address, not " + quoted(host));
      return setting.fallback().orElseThrow();
    }
    return host;
  }

  /** Secrets with a comma between; none if it is not set. */
  List<String> secrets(Setting setting) {
    List<String> secrets =
        values.get(setting).map(text -> List.of(text.split("\\s*,\\s*"))).orElse(List.of());
    if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
      problems.refused(
          setting,
          "each secret must have "
              + SHORTEST_SECRET
              + " characters or more; make one with: openssl rand -hex 32");
    }
    return secrets;
  }

  /** Names of hosts, with a comma between; none if it is not set. */
  List<String> hosts(Setting setting) {
    List<String> hosts =
        values.get(setting).map(text -> List.of(text.split("\\s*,\\s*"))).orElse(List.of());
    if (!hosts.stream().allMatch(host -> HOST_NAME.matcher(host).matches())) {
      problems.add(setting, "host names with a comma between, as photos.example.org");
    }
    return hosts;
  }

  Optional<Path> path(Setting setting) {
    try {
      return values.get(setting).map(Path::of);
    } catch (InvalidPathException e) {
      problems.add(setting, "a path");
      return Optional.empty();
    }
  }

  Optional<Path> file(Setting setting, String expected) {
    Optional<Path> path = path(setting);
    if (path.isPresent() && !(Files.isRegularFile(path.get()) && Files.isReadable(path.get()))) {
      problems.add(setting, expected + ", but " + path.get() + " is not");
      return Optional.empty();
    }
    return path;
  }

  Optional<URI> url(Setting setting, Set<String> schemes) {
    Optional<String> text = values.get(setting);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get());
      if (url.getScheme() != null && schemes.contains(url.getScheme()) && url.getHost() != null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Reported below without its text, which may hold a password.
    }
    problems.add(
        setting,
        "a URL that begins with "
            + String.join(":// or ", schemes.stream().sorted().toList())
            + ":// and names a host; special characters in a password are percent-encoded");
    return Optional.empty();
  }

  Optional<URI> publicUrl(Setting setting) {
    Optional<URI> url = url(setting, Set.of("http", "https"));
    if (url.isEmpty()) {
      return url;
    }
    URI found = url.get();
    boolean plain =
        found.getQuery() == null
            && found.getFragment() == null
            && found.getUserInfo() == null
            && Set.of("", "/").contains(found.getPath());
    if (!plain) {
      problems.add(setting, "only scheme, host and port, as https://clinic.example.org");
    }
    return url.map(URI::toString).map(text -> URI.create(text.replaceAll("/+$", "")));
  }

  static String quoted(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
  }
}
