package io.clinibus.identity.credential;

import io.clinibus.identity.api.SigningKeysApi.SigningKey;
import io.clinibus.platform.keys.RsaKey;
import java.nio.file.Path;
import java.util.List;

/** An RSA key that signs access tokens, and its public key as a JSON Web Key. */
public final class SigningKeyPair {

  private final RsaKey key;
  private final SigningKey publicKey;

  private SigningKeyPair(RsaKey key) {
    this.key = key;
    this.publicKey =
        new SigningKey("RSA", "sig", "RS256", key.thumbprint(), key.modulus(), key.exponent());
  }

  /**
   * Reads a PEM file with PKCS #8 keys, in its order. Blocks.
   *
   * @return one key or more
   * @throws IllegalStateException if it cannot be read, or one is no RSA key or has fewer than 2048
   *     bits
   */
  public static List<SigningKeyPair> read(Path file) {
    return RsaKey.read(file).stream().map(SigningKeyPair::new).toList();
  }

  public SigningKey publicKey() {
    return publicKey;
  }

  /** An RS256 signature (RFC 7518, section 3.3). Takes about a millisecond of CPU time. */
  byte[] sign(byte[] message) {
    return key.sign(message);
  }

  /** A secret of 32 bytes for another purpose, the same on every node with this key. */
  public byte[] derive(String purpose) {
    return key.derive(purpose);
  }
}
