package io.clinibus.documents.letters;

import io.clinibus.bus.Language;
import io.clinibus.documents.api.LettersApi.LetterKind;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * What a letter says.
 *
 * @param patient rows that tell who it is about
 * @param recipient null if there is none
 * @param details rows about the patient that only a clinic's own templates show
 * @param confirmation where anybody can have it confirmed
 */
public record LetterContent(
    LetterKind kind,
    Language language,
    Clinic clinic,
    Issuer issuer,
    List<Row> patient,
    LocalDate date,
    String recipient,
    List<Part> parts,
    List<Row> details,
    URI confirmation) {

  public LetterContent {
    patient = List.copyOf(patient);
    parts = List.copyOf(parts);
    details = List.copyOf(details);
  }

  /**
   * @param address null if the clinic has not stated it
   * @param phone null if the clinic has not stated it
   */
  public record Clinic(String name, String address, String phone) {}

  public record Issuer(String name, String specialization) {}

  /**
   * @param title null for none
   * @param rows before the text
   * @param text paragraphs with line breaks between; may be empty
   */
  public record Part(String title, List<Row> rows, String text) {

    public Part {
      rows = List.copyOf(rows);
    }

    @Override
    public String toString() {
      return "Part[…]";
    }
  }

  /**
   * @param key of {@link LetterFields#VALUES}
   * @param name of the value, in the language of the letter
   */
  public record Row(String key, String name, String value) {

    @Override
    public String toString() {
      return "Row[…]";
    }
  }

  @Override
  public String toString() {
    return "LetterContent[" + kind + "]";
  }
}
