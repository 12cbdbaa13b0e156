package io.clinibus.identity.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that are stored: AES-256-GCM with a random nonce. What is sealed for one context
 * cannot be opened for another. The key's id is stored with it, so that keys can be replaced.
 */
public final class SealedSecrets {

  private static final byte VERSION = 1;
  private static final int ID_BYTES = 4;
  private static final int NONCE_BYTES = 12;
  private static final int HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES;
  private static final int TAG_BITS = 128;
  private static final String HMAC = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Key(byte[] id, SecretKeySpec secret) {}

  private final List<Key> keys;

  private SealedSecrets(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * @param secrets each of high entropy; the first one seals, all open
   */
  public static SealedSecrets of(List<byte[]> secrets) {
    return new SealedSecrets(secrets.stream().map(SealedSecrets::key).toList());
  }

  public byte[] seal(String context, byte[] secret) {
    Key key = keys.get(0);
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] head = ByteBuffer.allocate(HEAD_BYTES).put(VERSION).put(key.id()).put(nonce).array();
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, head, context, secret, 0);
    return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).array();
  }

  /**
   * @throws IllegalStateException if it was not sealed for this context by one of the keys
   */
  public byte[] open(String context, byte[] sealed) {
    if (sealed.length < HEAD_BYTES || sealed[0] != VERSION) {
      throw new IllegalStateException("not a sealed secret");
    }
    byte[] head = Arrays.copyOf(sealed, HEAD_BYTES);
    Key key =
        keys.stream()
            .filter(known -> Arrays.equals(known.id(), keyId(sealed)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("key of a sealed secret unknown"));
    return crypt(Cipher.DECRYPT_MODE, key, head, context, sealed, HEAD_BYTES);
  }

  /** Whether it was sealed by the key that seals now. */
  boolean isCurrent(byte[] sealed) {
    return Arrays.equals(keys.get(0).id(), keyId(sealed));
  }

  private static byte[] keyId(byte[] sealed) {
    return Arrays.copyOfRange(sealed, 1, 1 + ID_BYTES);
  }

  private static byte[] crypt(
      int mode, Key key, byte[] head, String context, byte[] input, int offset) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          key.secret(),
          new GCMParameterSpec(TAG_BITS, head, HEAD_BYTES - NONCE_BYTES, NONCE_BYTES));
      cipher.updateAAD(head);
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input, offset, input.length - offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("secret not sealed or opened", e);
    }
  }

  private static Key key(byte[] secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      byte[] derived = mac.doFinal("sealed secrets".getBytes(StandardCharsets.UTF_8));
      byte[] id = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(derived), ID_BYTES);
      return new Key(id, new SecretKeySpec(derived, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }
}
