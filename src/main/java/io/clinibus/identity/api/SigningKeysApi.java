package io.clinibus.identity.api;

import io.clinibus.bus.Operation;
import java.util.List;

/** Public API of the keys that sign access tokens. */
public final class SigningKeysApi {

  /** The public keys for the verification of access tokens. */
  public static final Operation<ListSigningKeys, SigningKeys> SIGNING_KEYS =
      Operation.query("identity.signingKeys", ListSigningKeys.class, SigningKeys.class)
          .notAudited("public keys, between nodes");

  public record ListSigningKeys() {}

  /**
   * An RSA public key for RS256 as a JSON Web Key (RFC 7517).
   *
   * @param kid key id in the tokens' header
   * @param n modulus, base64url
   * @param e exponent, base64url
   */
  public record SigningKey(String kty, String use, String alg, String kid, String n, String e) {}

  public record SigningKeys(List<SigningKey> keys) {}

  private SigningKeysApi() {}
}
