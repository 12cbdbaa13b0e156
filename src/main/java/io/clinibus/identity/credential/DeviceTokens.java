package io.clinibus.identity.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of devices that have signed in before: a random id and the last few accounts that signed
 * in there, as keyed digests, with a message authentication code. Such a token opens nothing; it
 * only separates a device's failed attempts from those of strangers.
 */
public final class DeviceTokens {

  /** Accounts that are remembered on a device that several people share. */
  static final int ACCOUNTS = 8;

  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 16;
  private static final int TAG_LENGTH = 8;
  private static final Pattern SHAPE =
      Pattern.compile(
          "([\\w-]{22})\\.((?:[\\w-]{%1$d}){1,%2$d})\\.([\\w-]{43})"
              .formatted(TAG_LENGTH, ACCOUNTS));

  private final SecretKeySpec key;

  /**
   * @param key a secret that all nodes share
   */
  public DeviceTokens(byte[] key) {
    this.key = new SecretKeySpec(key, HMAC);
  }

  /**
   * The device's id, if the account has signed in there.
   *
   * @param token as the device sent it, or null
   */
  public Optional<String> known(String token, String account) {
    return read(token)
        .filter(device -> device.tags.contains(tag(device.id, account)))
        .map(device -> device.id);
  }

  /**
   * The device's token after a sign-in.
   *
   * @param token as the device sent it, or null
   */
  public String remember(String token, String account) {
    Device device = read(token).orElseGet(() -> new Device(newId(), List.of()));
    String tag = tag(device.id, account);
    List<String> tags = new ArrayList<>(List.of(tag));
    device.tags.stream().filter(other -> !other.equals(tag)).limit(ACCOUNTS - 1).forEach(tags::add);
    String content = device.id + "." + String.join("", tags);
    return content + "." + mac("device " + content);
  }

  private record Device(String id, List<String> tags) {}

  private Optional<Device> read(String token) {
    Matcher parts = SHAPE.matcher(token == null ? "" : token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String expected = mac("device " + parts.group(1) + "." + parts.group(2));
    if (!MessageDigest.isEqual(bytes(expected), bytes(parts.group(3)))) {
      return Optional.empty();
    }
    List<String> tags = List.of(parts.group(2).split("(?<=\\G.{" + TAG_LENGTH + "})"));
    return Optional.of(new Device(parts.group(1), tags));
  }

  private String tag(String device, String account) {
    return mac("account " + device + " " + account).substring(0, TAG_LENGTH);
  }

  private String mac(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return OpaqueTokens.base64Url(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }

  private static String newId() {
    return OpaqueTokens.next(ID_BYTES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
