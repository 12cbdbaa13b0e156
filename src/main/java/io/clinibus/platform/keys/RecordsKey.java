package io.clinibus.platform.keys;

import java.nio.file.Path;
import java.util.Base64;

/** The key that wraps patients' keys where no setting states one: a first run. */
public final class RecordsKey {

  private RecordsKey() {}

  /** Derived from the first of the signing keys, in the form of the setting. Blocks. */
  public static String derivedFrom(Path signingKeys) {
    byte[] secret = RsaKey.read(signingKeys).get(0).derive("records");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
