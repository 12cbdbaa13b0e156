package io.clinibus.settings;

import static io.clinibus.settings.Setting.RECORDS_KEY;
import static io.clinibus.settings.Setting.RECORDS_VAULT_CA;
import static io.clinibus.settings.Setting.RECORDS_VAULT_KEY;
import static io.clinibus.settings.Setting.RECORDS_VAULT_TOKEN;
import static io.clinibus.settings.Setting.RECORDS_VAULT_URL;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of what seals clinical data. */
final class RecordsReader {

  /** A mount may have several parts, a name has one. */
  private static final Pattern KEY = Pattern.compile("([\\w-]+(?:/[\\w-]+)*)/([\\w.-]+)");

  private final RawSettings values;
  private final Parser parser;
  private final SettingProblems problems;

  RecordsReader(RawSettings values, Parser parser, SettingProblems problems) {
    this.values = values;
    this.parser = parser;
    this.problems = problems;
  }

  Settings.Records read(boolean production) {
    boolean vault = values.get(RECORDS_VAULT_URL).isPresent();
    if (production && !vault && values.get(RECORDS_KEY).isEmpty()) {
      problems.missing(RECORDS_KEY, SettingsReader.IN_PRODUCTION);
    }
    if (!vault) {
      for (Setting setting : List.of(RECORDS_VAULT_KEY, RECORDS_VAULT_TOKEN, RECORDS_VAULT_CA)) {
        if (values.get(setting).isPresent()) {
          problems.missing(RECORDS_VAULT_URL, "together with " + setting.variable());
        }
      }
    }
    return new Settings.Records(parser.secrets(RECORDS_KEY), vault ? vault() : Optional.empty());
  }

  private Optional<Settings.Vault> vault() {
    if (values.get(RECORDS_VAULT_TOKEN).isEmpty()) {
      problems.missing(RECORDS_VAULT_TOKEN, "together with CLINIBUS_RECORDS_VAULT_URL");
    }
    Optional<URI> url = parser.publicUrl(RECORDS_VAULT_URL).map(this::checked);
    Optional<Path> token = parser.file(RECORDS_VAULT_TOKEN, "a readable file");
    Optional<Path> authority = parser.file(RECORDS_VAULT_CA, "a readable PEM file");
    String named = values.get(RECORDS_VAULT_KEY).or(RECORDS_VAULT_KEY::fallback).orElseThrow();
    Matcher key = KEY.matcher(named);
    if (!key.matches()) {
      problems.add(RECORDS_VAULT_KEY, "a mount and a name, as transit/clinibus");
      return Optional.empty();
    }
    return url.flatMap(
        to ->
            token.map(file -> new Settings.Vault(to, key.group(1), key.group(2), file, authority)));
  }

  private URI checked(URI url) {
    if (url.getScheme().equals("http") && !Loopback.is(url.getHost())) {
      problems.refused(
          RECORDS_VAULT_URL, "must begin with https://, as Vault is not on this machine");
    }
    return url;
  }
}
