package io.clinibus.privacy.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.bus.Language;
import io.clinibus.platform.pdf.AccessiblePdf;
import io.clinibus.privacy.records.Document;
import java.text.Bidi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The readable part of a copy: a PDF file with the latest documents of each kind of record. The
 * JSON files have all of them.
 */
final class ReadableCopy {

  /** How many documents of a kind are shown. */
  static final int MOST = 100;

  private static final String STYLE =
      """
      @page { size: A4; margin: 20mm 18mm; @bottom-right { content: counter(page); font-family: 'Noto Sans' } }
      body { font-family: 'Noto Sans', 'Noto Sans Arabic'; font-size: 9.5pt; line-height: 1.4 }
      h1 { font-size: 17pt } h2 { font-size: 12pt; margin-top: 9mm }
      table { width: 100%; border-collapse: collapse; margin-bottom: 3mm; page-break-inside: avoid }
      th { width: 38mm; text-align: left; font-weight: normal; color: #555 }
      th, td { vertical-align: top; padding: 1px 4px; border-bottom: 0.3pt solid #ccc }
      td.rtl { direction: rtl; text-align: right }
      """;

  private final ResourceBundle texts;
  private final Language language;
  private final boolean clinical;
  private final StringBuilder body = new StringBuilder();
  private final Deque<Document> latest = new ArrayDeque<>();
  private String record;
  private long count;

  /**
   * @param clinical whether the copy has the clinical parts
   */
  ReadableCopy(Language language, boolean clinical) {
    this.language = language;
    this.clinical = clinical;
    this.texts = ResourceBundle.getBundle("privacy/copy", new Locale(language.name()));
  }

  void begin(String name) {
    record = name;
    count = 0;
    latest.clear();
  }

  void add(List<Document> documents) {
    for (Document document : documents) {
      latest.addLast(document);
      count++;
      if (latest.size() > MOST) {
        latest.removeFirst();
      }
    }
  }

  void end() {
    body.append("<h2>")
        .append(AccessiblePdf.escaped(texts.getString("record." + record)))
        .append("</h2>");
    if (count == 0) {
      body.append("<p>").append(AccessiblePdf.escaped(texts.getString("none"))).append("</p>");
    } else if (count > latest.size()) {
      String more = texts.getString("more").formatted(latest.size(), count, record + ".json");
      body.append("<p>").append(AccessiblePdf.escaped(more)).append("</p>");
    }
    latest.descendingIterator().forEachRemaining(this::table);
  }

  byte[] render() {
    String title = AccessiblePdf.escaped(texts.getString("title"));
    String about =
        AccessiblePdf.escaped(texts.getString(clinical ? "about" : "about.administrative"));
    String html =
        """
        <html lang="%s"><head><title>%s</title><meta name="description" content="%s"/>
        <style>%s</style></head><body><h1>%s</h1><p>%s</p>%s</body></html>
        """
            .formatted(language, title, title, STYLE, title, about, body);
    return AccessiblePdf.withFiles(html);
  }

  private void table(Document document) {
    try {
      body.append("<table>");
      rows("", Json.MAPPER.readTree(document.json()));
      body.append("</table>");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL writes valid JSON", e);
    }
  }

  /** A row for each value, named by its path in the document. */
  private void rows(String path, JsonNode value) {
    if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(
              member ->
                  rows(
                      path.isEmpty() ? member.getKey() : path + " · " + member.getKey(),
                      member.getValue()));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        rows(value.size() == 1 ? path : path + " " + (i + 1), value.get(i));
      }
    } else {
      String text = value.asText();
      body.append("<tr><th scope=\"row\">")
          .append(AccessiblePdf.escaped(path))
          .append(isRightToLeft(text) ? "</th><td class=\"rtl\">" : "</th><td>")
          .append(AccessiblePdf.escaped(text))
          .append("</td></tr>");
    }
  }

  private static boolean isRightToLeft(String text) {
    return !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
  }
}
