package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The names of units and forms in a language, and amounts written with them. The names are in
 * {@code prescriptions/terms_<language>.properties}.
 */
public final class DosageTerms {

  private static final Map<Language, DosageTerms> ALL = read();

  /** Units that come in pieces. */
  private static final Set<DoseUnit> COUNTED =
      EnumSet.of(
          DoseUnit.TABLET,
          DoseUnit.CAPSULE,
          DoseUnit.LOZENGE,
          DoseUnit.SACHET,
          DoseUnit.SUPPOSITORY,
          DoseUnit.PATCH,
          DoseUnit.AMPOULE);

  private static final Map<BigDecimal, String> FRACTIONS =
      Map.of(new BigDecimal("0.25"), "¼", new BigDecimal("0.5"), "½", new BigDecimal("0.75"), "¾");

  private final Properties names;
  private final char decimalMark;

  private DosageTerms(Properties names, Language language) {
    this.names = names;
    this.decimalMark = language == Language.en ? '.' : ',';
  }

  public static DosageTerms of(Language language) {
    return ALL.get(language);
  }

  static boolean isCounted(DoseUnit unit) {
    return COUNTED.contains(unit);
  }

  /** The same number without trailing zeros and exponent. */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** An amount with its unit, such as {@code 1½ tablets}. */
  public String amount(BigDecimal number, DoseUnit unit) {
    BigDecimal plain = plain(number);
    boolean isSingular = plain.compareTo(BigDecimal.ONE) == 0 || isFraction(plain, unit);
    return number(plain, unit)
        + ' '
        + names.getProperty("unit." + unit + (isSingular ? ".one" : ".other"));
  }

  /** The name of a form, such as {@code oral solution}. */
  public String form(MedicationForm form) {
    return names.getProperty("form." + form);
  }

  private static boolean isFraction(BigDecimal number, DoseUnit unit) {
    return isCounted(unit) && FRACTIONS.containsKey(number);
  }

  private String number(BigDecimal number, DoseUnit unit) {
    BigDecimal whole = new BigDecimal(number.toBigInteger());
    String fraction = isCounted(unit) ? FRACTIONS.get(plain(number.subtract(whole))) : null;
    if (fraction == null) {
      return number.toPlainString().replace('.', decimalMark);
    }
    return whole.signum() == 0 ? fraction : whole + fraction;
  }

  private static Map<Language, DosageTerms> read() {
    Map<Language, DosageTerms> terms = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      terms.put(language, new DosageTerms(names(language), language));
    }
    return terms;
  }

  private static Properties names(Language language) {
    var names = new Properties();
    String file = "/prescriptions/terms_" + language + ".properties";
    try (Reader reader =
        new InputStreamReader(
            DosageTerms.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      names.load(reader);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
