package io.clinibus.documents.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.InvalidLetterTemplate;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.documents.letters.LetterContent.Clinic;
import io.clinibus.documents.letters.LetterContent.Issuer;
import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTemplatesTest {

  private static final String PAGE =
      "<html lang=\"en\"><head><title>x</title><meta name=\"description\" content=\"x\"/>"
          + "<style>body { font-family: 'Noto Sans' }</style></head><body>%s</body></html>";

  private static final LetterContent LETTER =
      new LetterContent(
          LetterKind.SICK_NOTE,
          Language.de,
          new Clinic("Müller & \"Söhne\" \\ <Praxis>", "Gasse 1\nBerlin", null),
          new Issuer("Dr. Sofia Lindqvist", "Kardiologie"),
          List.of(new Row("patient", "Patient", "Ada <b>Lovelace</b>")),
          LocalDate.of(2026, 11, 30),
          null,
          List.of(
              new Part(
                  null,
                  List.of(new Row("sick.from", "Arbeitsunfähig ab", "1. Dezember 2026")),
                  "{{patient}}\nZweiter Absatz")),
          List.of(
              new Row("patient", "", "Recorded Name"),
              new Row("insurance.number", "", "A123456789")),
          URI.create("https://clinic.example/verify/abc"));

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aLetterOfEachKindAndLanguageIsWrittenByTheStandardTemplate(LetterKind kind)
      throws IOException {
    for (Language language : Language.values()) {
      LetterContent sample = LetterSample.of(kind, language);
      String title = new LetterTexts(language).title(kind);
      assertThat(text(standard().of(kind).render(sample)))
          .contains(title, "https://clinic.example/verify/sample", "1 / 3");
    }
  }

  @Test
  void valuesAreNeitherMarkupNorFields() throws IOException {
    assertThat(text(standard().of(LetterKind.SICK_NOTE).render(LETTER)))
        .contains("Ada <b>Lovelace</b>", "{{patient}}", "Zweiter Absatz", "Gasse 1")
        .contains("Müller & \"Söhne\" \\ <Praxis>")
        .doesNotContain("A123456789", "Recorded Name");
  }

  @Test
  void aClinicsOwnTemplateIsForItsKind() throws IOException {
    own(
        "sick-note.html",
        "<p>BSNR 987654321 {{values.insurance.number}} {{values.patient}} {{values.sick.from}}</p>"
            + "<p>{{values.prescription.name}}|{{date}}</p>");
    LetterTemplates templates = LetterTemplates.load(Optional.of(folder));
    assertThat(text(templates.of(LetterKind.SICK_NOTE).render(LETTER)))
        .contains("BSNR 987654321 A123456789 Ada <b>Lovelace</b> 1. Dezember 2026")
        .contains("|30. November 2026")
        .doesNotContain("verify");
    assertThat(text(templates.of(LetterKind.REFERRAL).render(LETTER))).contains("verify");
  }

  @Test
  void oneOfAnyKindIsForThoseWithoutTheirOwn() throws IOException {
    own("letter.html", "<p>Any kind</p>");
    own("prescription.html", "<p>Form 16</p>");
    LetterTemplates templates = LetterTemplates.load(Optional.of(folder));
    assertThat(text(templates.of(LetterKind.SICK_NOTE).render(LETTER))).contains("Any kind");
    assertThat(text(templates.of(LetterKind.PRESCRIPTION).render(LETTER))).contains("Form 16");
  }

  @Test
  void picturesOfTheFolderAreShownAndNoOthers() throws IOException {
    Path other = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-other"));
    for (Path place : List.of(folder, other)) {
      ImageIO.write(
          new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
          "png",
          place.resolve("logo.png").toFile());
    }
    assertThat(pictures("logo.png")).isEqualTo(1);
    assertThat(pictures("../" + other.getFileName() + "/logo.png")).isZero();
    assertThat(pictures(other.resolve("logo.png").toUri().toString())).isZero();
  }

  private int pictures(String source) throws IOException {
    own("letter.html", "<p><img src=\"" + source + "\" alt=\"logo\"/></p>");
    byte[] pdf = LetterTemplates.load(Optional.of(folder)).of(LetterKind.SICK_NOTE).render(LETTER);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pictures = 0;
      for (var name : document.getPage(0).getResources().getXObjectNames()) {
        pictures += document.getPage(0).getResources().isImageXObject(name) ? 1 : 0;
      }
      return pictures;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{values.insurence.number}}", "{{#partz}}x{{/partz}}", "{{#parts}}", "<p>"})
  void aTemplateThatCannotBeUsedIsNamed(String mistake) throws IOException {
    own("referral.html", mistake);
    assertThatThrownBy(() -> LetterTemplates.load(Optional.of(folder)))
        .isInstanceOf(InvalidLetterTemplate.class)
        .hasMessageStartingWith("CLINIBUS_LETTERS_FOLDER: ")
        .hasMessageContaining("referral.html is no template of a REFERRAL: ");
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> LetterTemplates.load(Optional.of(missing)))
        .isInstanceOf(InvalidLetterTemplate.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void eachValueIsDescribed() throws IOException {
    List<String> described =
        Pattern.compile("`\\{\\{values\\.([A-Za-z.]+)}}`")
            .matcher(Files.readString(Path.of("docs/letters.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(described).containsExactlyElementsOf(LetterFields.VALUES);
  }

  private static LetterTemplates standard() {
    return LetterTemplates.load(Optional.empty());
  }

  private void own(String name, String body) throws IOException {
    Files.writeString(folder.resolve(name), PAGE.formatted(body));
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
