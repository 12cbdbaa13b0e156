package io.clinibus.documents.letters;

import static io.clinibus.platform.pdf.AccessiblePdf.escaped;

import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import io.clinibus.platform.pdf.AccessiblePdf;
import java.util.List;
import java.util.stream.Collectors;

/** Renders a letter as PDF/A-2a and PDF/UA-1. Takes a tenth of a second: for worker threads. */
final class LetterPdf {

  private static final String STYLE =
      """
      @page { size: A4; margin: 18mm 20mm 20mm 24mm;
        @bottom-left { content: "%s"; font-family: 'Noto Sans'; font-size: 8pt; color: #555 }
        @bottom-right { content: "%s" counter(page) "%s" counter(pages); font-family: 'Noto Sans';
          font-size: 8pt; color: #555 } }
      body { font-family: 'Noto Sans', 'Noto Sans Arabic'; font-size: 10.5pt; line-height: 1.45 }
      div.clinic { border-bottom: 1.2pt solid #0b6b63; padding-bottom: 3mm; margin-bottom: 5mm }
      div.clinic p { margin: 0; color: #444; font-size: 9pt }
      div.clinic p.name { font-size: 14pt; font-weight: bold; color: #0b6b63; margin: 0 }
      p.recipient { margin: 0 0 8mm 0 }
      p.date { text-align: right; margin: 0 0 4mm 0 }
      h1 { font-size: 16pt; margin: 0 0 4mm 0 } h2 { font-size: 11.5pt; margin: 5mm 0 1mm 0 }
      p { margin: 0 0 2mm 0 }
      table { width: 100%%; border-collapse: collapse; margin: 0 0 3mm 0 }
      th { width: 45mm; text-align: left; font-weight: normal; color: #444 }
      th, td { vertical-align: top; padding: 1mm 2mm 1mm 0; border-bottom: 0.3pt solid #bbb }
      div.signed { margin-top: 7mm; page-break-inside: avoid } div.signed p { margin: 0 }
      div.confirm { margin-top: 5mm; page-break-inside: avoid; font-size: 8.5pt; color: #333 }
      div.confirm img { width: 26mm; height: 26mm; float: left; margin-right: 4mm }
      """;

  private LetterPdf() {}

  static byte[] render(LetterContent letter) {
    return AccessiblePdf.document(html(letter));
  }

  private static String html(LetterContent letter) {
    var texts = new LetterTexts(letter.language());
    String title = texts.title(letter.kind());
    return """
    <html lang="%s"><head><title>%s</title><meta name="description" content="%s"/>
    <style>%s</style></head><body>%s%s<p class="date">%s</p><h1>%s</h1>%s%s%s%s</body></html>
    """
        .formatted(
            letter.language(),
            escaped(title),
            escaped(title),
            STYLE.formatted(css(letter.clinic().name()), css(texts.text("page") + " "), css(" / ")),
            clinic(letter),
            recipient(letter),
            escaped(texts.date(letter.date())),
            escaped(title),
            rows(letter.patient()),
            letter.parts().stream().map(LetterPdf::part).collect(Collectors.joining()),
            signed(letter, texts),
            confirmation(letter, texts));
  }

  private static String clinic(LetterContent letter) {
    var clinic = letter.clinic();
    return "<div class=\"clinic\"><p class=\"name\">"
        + escaped(clinic.name())
        + "</p>"
        + optional(clinic.address())
        + optional(clinic.phone())
        + "</div>";
  }

  private static String optional(String text) {
    return text == null || text.isBlank() ? "" : "<p>" + lines(text) + "</p>";
  }

  private static String recipient(LetterContent letter) {
    return letter.recipient() == null
        ? ""
        : "<p class=\"recipient\">" + lines(letter.recipient()) + "</p>";
  }

  private static String part(Part part) {
    String title = part.title() == null ? "" : "<h2>" + escaped(part.title()) + "</h2>";
    String text =
        part.text()
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> "<p>" + escaped(line) + "</p>")
            .collect(Collectors.joining());
    return title + rows(part.rows()) + text;
  }

  private static String rows(List<Row> rows) {
    return rows.isEmpty()
        ? ""
        : rows.stream().map(LetterPdf::row).collect(Collectors.joining("", "<table>", "</table>"));
  }

  private static String row(Row row) {
    return "<tr><th scope=\"row\">"
        + escaped(row.name())
        + "</th><td>"
        + lines(row.value())
        + "</td></tr>";
  }

  private static String signed(LetterContent letter, LetterTexts texts) {
    return "<div class=\"signed\"><p>"
        + escaped(letter.issuer().name())
        + "</p><p>"
        + escaped(letter.issuer().specialization())
        + "</p><p>"
        + escaped(texts.text("electronic"))
        + "</p></div>";
  }

  private static String confirmation(LetterContent letter, LetterTexts texts) {
    String address = letter.confirmation().toString();
    return "<div class=\"confirm\"><p><img src=\""
        + QrCode.address(address)
        + "\" alt=\""
        + escaped(texts.text("qr"))
        + "\"/></p><p>"
        + escaped(texts.text("confirm"))
        + "</p><p>"
        + escaped(address)
        + "</p></div>";
  }

  private static String lines(String text) {
    return text.lines().map(AccessiblePdf::escaped).collect(Collectors.joining("<br/>"));
  }

  /** Text in a style sheet within XHTML. */
  private static String css(String text) {
    return escaped(text.replace("\\", "\\5c ").replace("\"", "\\22 "));
  }
}
