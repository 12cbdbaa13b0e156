package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.InvalidLetterTemplate;
import io.clinibus.documents.api.LettersApi.LetterKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The templates of all kinds of letters. A clinic's own are files of its folder: one named after
 * the kind, such as {@code sick-note.html}, else {@code letter.html}.
 */
public final class LetterTemplates {

  private static final String ANY_KIND = "letter.html";

  private final Map<LetterKind, LetterTemplate> byKind;

  private LetterTemplates(Map<LetterKind, LetterTemplate> byKind) {
    this.byKind = Map.copyOf(byKind);
  }

  /**
   * Reads the templates, and writes a sample of each kind by the clinic's own. Blocks.
   *
   * @param folder of the clinic's own; empty for none
   * @throws InvalidLetterTemplate if there is no such folder, or a sample cannot be written
   */
  public static LetterTemplates load(Optional<Path> folder) {
    folder.filter(path -> !Files.isDirectory(path)).ifPresent(LetterTemplates::refuse);
    Map<LetterKind, LetterTemplate> byKind = new EnumMap<>(LetterKind.class);
    var standard = new LetterTemplate(standard(), null);
    for (LetterKind kind : LetterKind.values()) {
      byKind.put(kind, own(folder, kind).map(file -> checked(file, kind)).orElse(standard));
    }
    return new LetterTemplates(byKind);
  }

  /** The template of a letter. */
  LetterTemplate of(LetterKind kind) {
    return byKind.get(kind);
  }

  private static Optional<Path> own(Optional<Path> folder, LetterKind kind) {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".html";
    return folder.stream()
        .flatMap(path -> Stream.of(path.resolve(name), path.resolve(ANY_KIND)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static LetterTemplate checked(Path file, LetterKind kind) {
    try {
      var template = new LetterTemplate(Files.readString(file), file.getParent());
      template.render(LetterSample.of(kind, Language.en));
      return template;
    } catch (IOException | RuntimeException e) {
      throw new InvalidLetterTemplate(
          "CLINIBUS_LETTERS_FOLDER: %s is no template of a %s: %s"
              .formatted(file, kind, rootOf(e).getMessage()),
          e);
    }
  }

  private static Throwable rootOf(Throwable cause) {
    return cause.getCause() == null ? cause : rootOf(cause.getCause());
  }

  private static void refuse(Path folder) {
    throw new InvalidLetterTemplate("CLINIBUS_LETTERS_FOLDER: there is no folder " + folder, null);
  }

  private static String standard() {
    try (InputStream file = LetterTemplates.class.getResourceAsStream("/letters/" + ANY_KIND)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
