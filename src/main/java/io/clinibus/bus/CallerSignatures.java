package io.clinibus.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the callers of requests to other nodes, and verifies those of requests from other nodes:
 * HMAC-SHA-256 by a secret of the cluster over the caller, with its deadline, and the address of
 * the operation. Thread-safe.
 */
public final class CallerSignatures {

  /** Neither signs nor verifies. */
  public static final CallerSignatures NONE = new CallerSignatures(List.of(), true);

  private static final String ALGORITHM = "HmacSHA256";

  /** A Mac is not thread-safe, and costs more to create than to use. */
  private final ThreadLocal<List<Mac>> macs;

  private final boolean signs;
  private final boolean acceptUnsigned;

  private CallerSignatures(List<String> secrets, boolean acceptUnsigned) {
    this.macs = ThreadLocal.withInitial(() -> secrets.stream().map(CallerSignatures::mac).toList());
    this.signs = !secrets.isEmpty();
    this.acceptUnsigned = acceptUnsigned;
  }

  /**
   * @param secrets the first one signs, all verify
   * @param acceptUnsigned whether callers without a signature are accepted
   */
  public static CallerSignatures of(List<String> secrets, boolean acceptUnsigned) {
    return new CallerSignatures(List.copyOf(secrets), acceptUnsigned);
  }

  /** The signature, or null if this cluster has no secret. */
  String sign(Caller caller, String address) {
    return signs
        ? Base64.getEncoder().encodeToString(macs.get().get(0).doFinal(text(caller, address)))
        : null;
  }

  /**
   * Whether a request from another node is to be served.
   *
   * @param signature empty if it has none
   */
  boolean accepts(Caller caller, String address, String signature) {
    if (!signs || signature.isEmpty()) {
      return acceptUnsigned;
    }
    byte[] text = text(caller, address);
    byte[] stated = decoded(signature);
    return macs.get().stream().anyMatch(mac -> MessageDigest.isEqual(mac.doFinal(text), stated));
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Each part with its length, so that no two callers have the same text. */
  private static byte[] text(Caller caller, String address) {
    List<byte[]> parts =
        Arrays.asList(
            bytes(address),
            bytes(caller.userId()),
            bytes(
                caller.roles().stream().map(Role::name).sorted().collect(Collectors.joining(","))),
            bytes(caller.patientId()),
            bytes(caller.doctorId()),
            bytes(caller.requestId()),
            bytes(caller.address()),
            bytes(caller.deadline()));
    int length = parts.stream().mapToInt(part -> Integer.BYTES + length(part)).sum();
    ByteBuffer text = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      text.putInt(part == null ? -1 : part.length);
      if (part != null) {
        text.put(part);
      }
    }
    return text.array();
  }

  private static byte[] bytes(Object part) {
    return part == null ? null : part.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int length(byte[] part) {
    return part == null ? 0 : part.length;
  }

  private static Mac mac(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 unavailable", e);
    }
  }
}
