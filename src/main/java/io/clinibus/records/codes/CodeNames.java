package io.clinibus.records.codes;

import io.clinibus.bus.Language;
import java.util.Collection;
import java.util.Map;

/**
 * Names of codes in the language of a reader who is no doctor. A text that is a name of its code in
 * any language, whatever its case, is shown as the name in the reader's language. What the doctor
 * has worded otherwise stays, as does a code that is unknown or has no name in that language.
 *
 * @param names by code and language; empty in languages in which a code has none
 */
record CodeNames(Map<Key, Map<Language, String>> names, Language language) implements CodeNaming {

  /** A code of a system. */
  record Key(String system, String code) {}

  @Override
  public String text(String system, String code, String written) {
    Map<Language, String> known = names.getOrDefault(new Key(system, code), Map.of());
    String name = known.getOrDefault(language, "");
    return name.isEmpty() || written == null || !isName(written.strip(), known.values())
        ? written
        : name;
  }

  private static boolean isName(String written, Collection<String> names) {
    return !written.isEmpty() && names.stream().anyMatch(written::equalsIgnoreCase);
  }
}
