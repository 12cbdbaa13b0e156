package io.clinibus.cli;

import io.clinibus.settings.Setting;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The output of {@code --help}, generated from the list of settings. */
final class Help {

  private static final int WIDTH = 96;
  private static final String INDENT = " ".repeat(6);

  private Help() {}

  static String text() {
    return """
    Clinibus: appointments for clinics and hospitals, live on every page and never booked twice.

    Usage:
      clinibus [--name=value ...]        start a node
      clinibus cluster [--nodes=3] [--name=value ...]
                                         start several nodes on this machine, on ports that
                                         follow each other, to see what a cluster does
      clinibus create-admin --email=… [--name=…] [--name=value ...]
                                         print a link for the first administrator of a
                                         production clinic; takes the settings of a node
      clinibus verify-audit [--name=value ...]
                                         recompute the chain of hashes of the audit trail and
                                         verify its signatures; takes the settings of a node
      clinibus rotate-keys [--name=value ...]
                                         wrap the keys of patients by the first of the keys of
                                         the records, while nodes work; takes the settings of a
                                         node; may be interrupted and started again
      clinibus import-codes FILE.csv --system=… --version=… --licence=… [--name=value ...]
                                         import a code system for diagnoses from a file with the
                                         columns code, en, de, es, synonyms; takes the settings
                                         of a node
      clinibus load-scale --database-url=postgresql://user:password@host:port/database
               [--doctors=500] [--patients=100000] [--appointments=1000000]
                                         fill an empty, migrated database for benchmarks
      clinibus --help | --version

    First run: with no setting at all a node starts PostgreSQL, Redis and an SMTP server that only
    collects, keeps their data in ./data, fills in demo data and prints the demo logins.

    Production: setting CLINIBUS_DATABASE_URL turns all of that off. Redis, SMTP, the signing key
    and the public URL are then required, and a missing or weak secret is refused.

    Each setting is an option, an environment variable or a line of the file that --config names.
    Options win over the environment, the environment over the file.

    Settings:
    """
        + Arrays.stream(Setting.values()).map(Help::entry).collect(Collectors.joining())
        + """

        Exit status: 0 done, 1 could not start, 2 a setting is wrong.
        """;
  }

  private static String entry(Setting setting) {
    String standard = setting.fallback().map(value -> " [" + value + "]").orElse("");
    return "  --"
        + setting.option()
        + "=…, "
        + setting.variable()
        + standard
        + "\n"
        + wrapped(setting.explanation());
  }

  private static String wrapped(String sentence) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(INDENT);
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    return text.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
