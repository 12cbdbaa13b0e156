package io.clinibus.web.security;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.SigningKeysApi.SigningKey;
import io.clinibus.testing.TestKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Signs access tokens as the identity domain does, right and wrong ones. */
public final class TestTokens {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String issuer;
  private final KeyPair keys;
  private final String keyId = UUID.randomUUID().toString();

  private TestTokens(String issuer, KeyPair keys) {
    this.issuer = issuer;
    this.keys = keys;
  }

  /** Signs with a key of its own. */
  public TestTokens(String issuer) {
    this(issuer, TestKey.pair());
  }

  /** Signs with the key that all fixtures of this JVM share. */
  public static TestTokens shared(String issuer) {
    return new TestTokens(issuer, SharedKeys.KEYS);
  }

  private static final class SharedKeys {
    static final KeyPair KEYS = TestKey.pair();
  }

  public SigningKey key() {
    var publicKey = (RSAPublicKey) keys.getPublic();
    return new SigningKey(
        "RSA",
        "sig",
        "RS256",
        keyId,
        unsigned(publicKey.getModulus()),
        unsigned(publicKey.getPublicExponent()));
  }

  public String of(Role... roles) {
    return sign(claims(UUID.randomUUID(), roles));
  }

  JsonObject claims(UUID userId, Role... roles) {
    long now = System.currentTimeMillis();
    return new JsonObject()
        .put("iss", issuer)
        .put("aud", "clinibus")
        .put("sub", userId.toString())
        .put("roles", new JsonArray(Arrays.stream(roles).map(Role::name).toList()))
        .put("auth_time", now / 1000)
        .put("iat", now / 1000)
        .put("iat_ms", now)
        .put("exp", now / 1000 + 900);
  }

  String sign(JsonObject claims) {
    return sign(new JsonObject().put("alg", "RS256").put("kid", keyId).put("typ", "JWT"), claims);
  }

  String sign(JsonObject header, JsonObject claims) {
    String signed = encode(header) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encode(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
