package io.clinibus.settings;

import static io.clinibus.settings.Setting.*;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where the contents of documents are kept, who checks them, and how letters look. */
final class DocumentsReader {

  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("\\[?([A-Za-z0-9.:-]+?)]?:(\\d{1,5})");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final List<Setting> OF_S3 =
      List.of(
          DOCUMENTS_S3_REGION,
          DOCUMENTS_S3_BUCKET,
          DOCUMENTS_S3_ACCESS_KEY,
          DOCUMENTS_S3_SECRET_KEY);

  private final RawSettings values;
  private final Parser parser;
  private final SettingProblems problems;

  DocumentsReader(RawSettings values, Parser parser, SettingProblems problems) {
    this.values = values;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * @param data the data folder of a node that is not in production
   */
  Settings.Documents read(boolean production, Path data) {
    Optional<Settings.S3> s3 = s3();
    Optional<Path> folder = parser.path(DOCUMENTS_FOLDER);
    if (values.get(DOCUMENTS_S3_URL).isEmpty()) {
      if (production && values.get(DOCUMENTS_FOLDER).isEmpty()) {
        problems.missing(
            DOCUMENTS_FOLDER,
            "in production (CLINIBUS_DATABASE_URL is set), unless CLINIBUS_DOCUMENTS_S3_URL is"
                + " set");
      }
    } else if (folder.isPresent()) {
      problems.refused(DOCUMENTS_FOLDER, "documents are in S3: remove one of both");
    }
    return new Settings.Documents(
        folder.orElse(data.resolve(Settings.Documents.FOLDER)).toAbsolutePath().normalize(),
        s3,
        clamd(),
        parser.path(LETTERS_FOLDER).map(letters -> letters.toAbsolutePath().normalize()));
  }

  private Optional<Settings.S3> s3() {
    if (values.get(DOCUMENTS_S3_URL).isEmpty()) {
      OF_S3.stream()
          .filter(setting -> values.get(setting).isPresent())
          .forEach(
              setting ->
                  problems.refused(
                      setting, "is for S3: set CLINIBUS_DOCUMENTS_S3_URL too, or remove it"));
      return Optional.empty();
    }
    OF_S3.stream()
        .filter(setting -> values.get(setting).isEmpty())
        .forEach(setting -> problems.missing(setting, "with CLINIBUS_DOCUMENTS_S3_URL"));
    Optional<URI> endpoint = parser.publicUrl(DOCUMENTS_S3_URL);
    endpoint
        .filter(url -> url.getScheme().equals("http") && !Loopback.is(url.getHost()))
        .ifPresent(
            url ->
                problems.add(
                    DOCUMENTS_S3_URL, "an https:// address, as S3 is not on this machine"));
    String region = matching(DOCUMENTS_S3_REGION, REGION, "a region such as eu-central-1");
    String bucket = matching(DOCUMENTS_S3_BUCKET, BUCKET, "the name of a bucket");
    return endpoint.map(
        url ->
            new Settings.S3(
                url,
                region,
                bucket,
                values.get(DOCUMENTS_S3_ACCESS_KEY).orElse(""),
                values.get(DOCUMENTS_S3_SECRET_KEY).orElse("")));
  }

  private String matching(Setting setting, Pattern pattern, String expected) {
    String text = values.get(setting).orElse("");
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      problems.add(setting, expected + ", not " + Parser.quoted(text));
    }
    return text;
  }

  private Optional<Settings.Endpoint> clamd() {
    return values
        .get(CLAMD)
        .flatMap(
            text -> {
              Matcher address = HOST_AND_PORT.matcher(text);
              if (!address.matches() || Integer.parseInt(address.group(2)) > MAX_PORT) {
                problems.add(CLAMD, "host:port, not " + Parser.quoted(text));
                return Optional.empty();
              }
              return Optional.of(
                  new Settings.Endpoint(address.group(1), Integer.parseInt(address.group(2))));
            });
  }
}
