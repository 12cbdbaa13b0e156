package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.documents.letters.LetterContent.Clinic;
import io.clinibus.documents.letters.LetterContent.Issuer;
import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/** A letter about nobody, with every value, by which templates are checked. */
final class LetterSample {

  private LetterSample() {}

  static LetterContent of(LetterKind kind, Language language) {
    List<Row> values =
        LetterFields.VALUES.stream().map(name -> new Row(name, name, "Sample")).toList();
    return new LetterContent(
        kind,
        language,
        new Clinic("Sample", "Sample", "Sample"),
        new Issuer("Sample", "Sample"),
        values,
        LocalDate.EPOCH,
        "Sample",
        List.of(new Part("Sample", values, "Sample")),
        values,
        URI.create("https://clinic.example/verify/sample"));
  }
}
