package io.clinibus.platform.keys;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The key that wraps patients' keys where no setting states one: a first run. */
public final class RecordsKey {

  private RecordsKey() {}

  /** Derived from the first of the signing keys, in the form of the setting. Blocks. */
  public static String derivedFrom(Path signingKeys) {
    return allDerivedFrom(signingKeys).get(0);
  }

  /** Derived from each of the signing keys. Blocks. */
  public static List<String> allDerivedFrom(Path signingKeys) {
    return RsaKey.read(signingKeys).stream()
        .map(key -> Base64.getUrlEncoder().withoutPadding().encodeToString(key.derive("records")))
        .toList();
  }
}
