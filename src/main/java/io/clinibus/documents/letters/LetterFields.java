package io.clinibus.documents.letters;

import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields that templates of letters may use. {@code docs/letters.md} describes them. */
final class LetterFields {

  /** The single values of a letter; those that a kind of letter does not have are empty. */
  static final List<String> VALUES =
      List.of(
          "patient",
          "familyName",
          "givenName",
          "birthDate",
          "sex",
          "number",
          "phone",
          "address",
          "insurance.provider",
          "insurance.number",
          "insurance.validUntil",
          "sick.from",
          "sick.until",
          "summary.visit",
          "summary.doctor",
          "prescription.name",
          "prescription.substances",
          "prescription.strength",
          "prescription.form",
          "prescription.quantity",
          "prescription.dosage",
          "prescription.substitution",
          "prescription.repeats",
          "prescription.signed",
          "prescription.validUntil",
          "prescription.prescriberName",
          "prescription.qualification",
          "prescription.contact",
          "prescription.address");

  private LetterFields() {}

  static Map<String, Object> of(LetterContent letter) {
    var texts = new LetterTexts(letter.language());
    Map<String, Object> all = new HashMap<>();
    all.put("language", letter.language().name());
    all.put("title", texts.title(letter.kind()));
    all.put("date", texts.date(letter.date()));
    all.put("recipient", letter.recipient());
    all.put("clinic", clinic(letter.clinic()));
    all.put(
        "issuer",
        Map.of("name", letter.issuer().name(), "specialization", letter.issuer().specialization()));
    all.put("patient", rows(letter.patient()));
    all.put("parts", letter.parts().stream().map(LetterFields::part).toList());
    all.put("values", values(letter));
    all.put("confirmation", confirmation(letter));
    all.put("texts", texts.layout());
    return all;
  }

  private static Map<String, String> clinic(LetterContent.Clinic clinic) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", clinic.name());
    fields.put("address", clinic.address());
    fields.put("phone", clinic.phone());
    return fields;
  }

  private static Map<String, Object> part(Part part) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("heading", part.title());
    fields.put("rows", rows(part.rows()));
    fields.put("hasRows", !part.rows().isEmpty());
    fields.put("paragraphs", part.text().lines().filter(line -> !line.isBlank()).toList());
    return fields;
  }

  private static List<Map<String, String>> rows(List<Row> rows) {
    return rows.stream().map(row -> Map.of("name", row.name(), "value", row.value())).toList();
  }

  private static Map<String, String> confirmation(LetterContent letter) {
    String address = letter.confirmation().toString();
    return Map.of("address", address, "qr", QrCode.address(address));
  }

  /** What the letter states counts before what is recorded of the patient now. */
  private static Map<String, Object> values(LetterContent letter) {
    Map<String, Object> values = new HashMap<>();
    VALUES.forEach(name -> put(values, name, null));
    letter.details().forEach(row -> put(values, row.key(), row.value()));
    Stream.concat(
            letter.patient().stream(),
            letter.parts().stream().flatMap(part -> part.rows().stream()))
        .forEach(row -> put(values, row.key(), row.value()));
    return values;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> values, String name, String value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      values.put(name, value);
    } else {
      var group = values.computeIfAbsent(name.substring(0, dot), any -> new HashMap<>());
      ((Map<String, Object>) group).put(name.substring(dot + 1), value);
    }
  }
}
