package io.clinibus.platform.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One of the RSA keys of the clinic, which sign access tokens and heads of the audit trail. */
public final class RsaKey {

  private static final int MIN_BITS = 2048;
  private static final String ALGORITHM = "SHA256withRSA";
  private static final String HMAC = "HmacSHA256";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private final RSAPrivateCrtKey key;

  private RsaKey(RSAPrivateCrtKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file with PKCS #8 keys, in its order. Blocks.
   *
   * @return one key or more
   * @throws IllegalStateException if it cannot be read, or one is no RSA key or has fewer than 2048
   *     bits
   */
  public static List<RsaKey> read(Path file) {
    List<RsaKey> keys =
        PEM.matcher(text(file)).results().map(found -> of(parse(found.group(1)))).toList();
    if (keys.isEmpty()) {
      throw new IllegalStateException("no PKCS #8 key in the file of signing keys");
    }
    return keys;
  }

  /** An RS256 signature (RFC 7518, section 3.3). Takes about a millisecond of CPU time. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
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
      mac.init(new SecretKeySpec(key.getEncoded(), HMAC));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }

  /** Whether this key has signed a message. */
  public boolean hasSigned(byte[] message, byte[] stated) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
      signature.update(message);
      return signature.verify(stated);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The modulus of its public key as a member of a JSON Web Key. */
  public String modulus() {
    return base64Url(unsigned(key.getModulus()));
  }

  /** The exponent of its public key as a member of a JSON Web Key. */
  public String exponent() {
    return base64Url(unsigned(key.getPublicExponent()));
  }

  /** The thumbprint of the public key (RFC 7638): its id, the same on every node. */
  public String thumbprint() {
    String canonical =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}".formatted(exponent(), modulus());
    try {
      return base64Url(
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 unavailable", e);
    }
  }

  private static RsaKey of(RSAPrivateCrtKey key) {
    if (key.getModulus().bitLength() < MIN_BITS) {
      throw new IllegalStateException("the signing key needs at least " + MIN_BITS + " bits");
    }
    return new RsaKey(key);
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

  private static byte[] unsigned(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
