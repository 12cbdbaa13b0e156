package io.clinibus.identity.credential;

import io.clinibus.identity.api.IdentityApi.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An RSA key that signs access tokens, and its public key as a JSON Web Key. */
public final class SigningKeyPair {

  private static final int MIN_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final String HMAC = "HmacSHA256";

  private final PrivateKey privateKey;
  private final SigningKey publicKey;

  private SigningKeyPair(RSAPrivateCrtKey key) {
    this.privateKey = key;
    this.publicKey = jwk(key.getModulus(), key.getPublicExponent());
  }

  /**
   * Reads a PEM file with PKCS #8 keys, in its order. Blocks.
   *
   * @return one key or more
   * @throws IllegalStateException if it cannot be read, or one is no RSA key or has fewer than 2048
   *     bits
   */
  public static List<SigningKeyPair> read(Path file) {
    List<SigningKeyPair> keys =
        PEM.matcher(text(file)).results().map(key -> of(parse(key.group(1)))).toList();
    if (keys.isEmpty()) {
      throw new IllegalStateException("no PKCS #8 key in the file of signing keys");
    }
    return keys;
  }

  private static SigningKeyPair of(RSAPrivateCrtKey key) {
    if (key.getModulus().bitLength() < MIN_BITS) {
      throw new IllegalStateException("the signing key needs at least " + MIN_BITS + " bits");
    }
    return new SigningKeyPair(key);
  }

  public SigningKey publicKey() {
    return publicKey;
  }

  /** An RS256 signature (RFC 7518, section 3.3). Takes about a millisecond of CPU time. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signature failed", e);
    }
  }

  /** A secret of 32 bytes for another purpose, the same on every node with this key. */
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(privateKey.getEncoded(), HMAC));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException("signing keys unreadable", e);
    }
  }

  private static RSAPrivateCrtKey parse(String body) {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
      return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalStateException("a signing key is not a PKCS #8 RSA key", e);
    }
  }

  /** The key id is the thumbprint of the key (RFC 7638), so it is the same on every node. */
  private static SigningKey jwk(BigInteger modulus, BigInteger exponent) {
    String n = OpaqueTokens.base64Url(unsigned(modulus));
    String e = OpaqueTokens.base64Url(unsigned(exponent));
    String canonical = "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}".formatted(e, n);
    String kid = OpaqueTokens.base64Url(OpaqueTokens.sha256(canonical));
    return new SigningKey("RSA", "sig", "RS256", kid, n, e);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed[0] == 0 ? java.util.Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }
}
