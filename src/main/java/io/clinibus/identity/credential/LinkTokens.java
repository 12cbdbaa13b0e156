package io.clinibus.identity.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of the links in mails: the random id of the link with a message authentication code. The
 * code is computed when the mail is written, so that no table, backup or outbox holds a usable
 * link. A token is valid for one purpose, and as long as the row with its id exists.
 */
public final class LinkTokens {

  private static final String HMAC = "HmacSHA256";
  private static final Pattern SHAPE = Pattern.compile("([\\w-]{22})\\.([\\w-]{43})");

  private final List<SecretKeySpec> keys;

  private LinkTokens(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** The first key writes tokens, all verify them. */
  public static LinkTokens of(List<SigningKeyPair> pairs) {
    return new LinkTokens(
        pairs.stream().map(pair -> new SecretKeySpec(pair.derive("mail links"), HMAC)).toList());
  }

  /** Those of the signing keys in a file. Blocks. */
  public static LinkTokens read(Path signingKeys) {
    return of(SigningKeyPair.read(signingKeys));
  }

  /**
   * @param purpose what the link is for
   */
  public String token(String purpose, UUID link) {
    String id = OpaqueTokens.base64Url(bytes(link));
    return id + "." + code(keys.get(0), purpose, id);
  }

  /** The link's id, if the token was written for this purpose. */
  public Optional<UUID> link(String purpose, String token) {
    Matcher parts = SHAPE.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1);
    byte[] given = parts.group(2).getBytes(StandardCharsets.US_ASCII);
    boolean genuine =
        keys.stream()
            .map(key -> code(key, purpose, id).getBytes(StandardCharsets.US_ASCII))
            .anyMatch(code -> MessageDigest.isEqual(code, given));
    return genuine ? Optional.of(uuid(id)) : Optional.empty();
  }

  private static String code(SecretKeySpec key, String purpose, String id) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return OpaqueTokens.base64Url(
          mac.doFinal((purpose + " " + id).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(String base64Url) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64Url));
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
