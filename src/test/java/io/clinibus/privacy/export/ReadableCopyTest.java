package io.clinibus.privacy.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.node.Modules;
import io.clinibus.privacy.records.Document;
import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The PDF file of a copy. */
class ReadableCopyTest {

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyKindOfRecordHasATitleInEveryLanguage(Language language) {
    var copy = new ReadableCopy(language, true);
    Modules.ALL.list().stream()
        .flatMap(module -> module.personalData().records().stream())
        .forEach(
            record -> {
              copy.begin(record.name());
              copy.end();
            });
    assertThat(copy.render()).isNotEmpty();
  }

  @Test
  void namesInOtherScriptsAreShownWithAnEmbeddedFont() throws IOException {
    String name = "Αλέξανδρος Đặng Nguyễn Щербакова";
    try (PDDocument pdf = render(List.of(name, "محمد علي", "a < b & \u0001 c"))) {
      assertThat(text(pdf)).contains(name, "a < b &").doesNotContain("#");
      assertThat(Normalizer.normalize(text(pdf), Normalizer.Form.NFKC)).contains("محمد علي");
      for (var page : pdf.getPages()) {
        for (var font : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(font).isEmbedded()).isTrue();
        }
      }
    }
  }

  @Test
  void theLatestDocumentsAreShown() throws IOException {
    List<String> many =
        IntStream.range(0, 3 * ReadableCopy.MOST).mapToObj(i -> "value-" + i + "-").toList();
    try (PDDocument pdf = render(many)) {
      assertThat(text(pdf))
          .contains("The latest 100 of 300", "mails.json", "value-299-", "value-200-")
          .doesNotContain("value-199-");
    }
  }

  private static PDDocument render(List<String> values) throws IOException {
    var copy = new ReadableCopy(Language.en, true);
    copy.begin("mails");
    for (String value : values) {
      copy.add(
          List.of(
              new Document(
                  "key",
                  "{\"values\": {\"name\": \""
                      + value.replace("\u0001", "\\u0001")
                      + "\"}, \"list\": [1, 2]}")));
    }
    copy.end();
    return Loader.loadPDF(copy.render());
  }

  private static String text(PDDocument pdf) throws IOException {
    return new PDFTextStripper().getText(pdf);
  }
}
