package io.clinibus.platform.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fonts cannot show is written in Latin letters. */
class PrintableTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Núñez",
        "Nguyễn Thị Hồng",
        "Παπαδόπουλος",
        "Ткаченко",
        "سارة سعيد",
        "विकास पटेल",
        "5 µg/m² – 37,5 °C",
        "\u2067سارة\u2069",
        "two\nlines",
        "SpO₂ ≤ 92 %, ↑ → ≈ ♀ ✓ 😀",
        "ქეთევან",
        "Անի",
        "אברהם"
      })
  void whatTheyCanShowStaysAsItIs(String text) {
    assertThat(PrintableText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "志强 刘, Zhi qiang Liu",
    "김민준, Gimminjun",
    "さくら, Sakura",
    "กมล, Kml",
    "Ada 刘 Lovelace, Ada Liu Lovelace",
    "good 🦷, good ?",
  })
  void othersAreInLatinLetters(String text, String printable) {
    assertThat(PrintableText.of(text)).isEqualTo(printable);
  }

  @Test
  void spacesStaySpaces() {
    assertThat(PrintableText.of("佐藤\u3000さくら、a\u3000b")).doesNotContain("?").endsWith("a b");
  }

  @Test
  void aDocumentHasThem() throws IOException {
    byte[] pdf =
        AccessiblePdf.document(
            """
            <html lang="en"><head><title>Letter</title><meta name="description" content="A letter"/>
            <style>* { font-family: 'Noto Sans', 'Noto Sans Arabic'; }</style></head>
            <body><p>%s</p></body></html>
            """
                .formatted(AccessiblePdf.escaped("志强 刘 & ≤ 5 mg ↑ Անի")),
            null);
    try (var document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document)).contains("Zhi qiang Liu & ≤ 5 mg ↑ Անի");
    }
  }
}
