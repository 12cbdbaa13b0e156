package io.clinibus.documents.letters;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.clinibus.platform.pdf.AccessiblePdf;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The layout of a letter: XHTML with fields of Mustache, whose values are escaped. A field that
 * does not exist is an error, one without a value is empty.
 */
final class LetterTemplate {

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .strictSections(true)
          .emptyStringIsFalse(true)
          .nullValue("")
          .withEscaper(LetterTemplate::lines);

  private final Template template;
  private final Path folder;

  /**
   * @param folder whose pictures the template may show; null for none
   * @throws com.samskivert.mustache.MustacheException for a section that is not closed
   */
  LetterTemplate(String text, Path folder) {
    this.template = COMPILER.compile(text);
    this.folder = folder;
  }

  /** Renders a letter as PDF/A-2a and PDF/UA-1. Takes a tenth of a second: for worker threads. */
  byte[] render(LetterContent letter) {
    return AccessiblePdf.document(html(letter), folder);
  }

  String html(LetterContent letter) {
    return template.execute(LetterFields.of(letter));
  }

  private static String lines(String text) {
    return text.lines().map(AccessiblePdf::escaped).collect(Collectors.joining("<br/>"));
  }
}
