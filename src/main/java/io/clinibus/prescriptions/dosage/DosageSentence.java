package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import java.util.regex.Pattern;

/** One sentence that tells a patient how to take a medication. */
public final class DosageSentence {

  private static final AmountFirstDosage ENGLISH = new EnglishDosage();
  private static final AmountFirstDosage SPANISH = new SpanishDosage();
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String ENDS = ".!?…";

  private DosageSentence() {}

  /**
   * The sentence; the doctor's note follows a colon as it is.
   *
   * @param dosage a valid one
   */
  public static String of(Dosage dosage, Language language) {
    String clause =
        switch (language) {
          case en -> ENGLISH.clause(dosage);
          case de -> GermanDosage.clause(dosage);
          case es -> SPANISH.clause(dosage);
        };
    String note = SPACE.matcher(dosage.note()).replaceAll(" ").strip();
    String sentence = note.isEmpty() ? clause : clause + ": " + note;
    return ENDS.indexOf(sentence.charAt(sentence.length() - 1)) < 0 ? sentence + '.' : sentence;
  }
}
