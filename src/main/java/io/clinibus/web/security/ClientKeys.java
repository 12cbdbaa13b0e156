package io.clinibus.web.security;

import io.clinibus.bus.Caller;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Keys of clients for rate limits, without network addresses in the clear. */
public final class ClientKeys {

  private static final int NAME_BYTES = 12;
  private static final int NETWORK_BYTES = 8;

  private ClientKeys() {}

  /** The user, or for a visitor a hash of the network address. */
  static String key(Caller caller) {
    return caller.userId() != null ? caller.userId().toString() : key(caller.address());
  }

  /** A hash of the address. */
  public static String key(String address) {
    return hash(network(address));
  }

  /** An IPv6 client owns its whole /64 network; an IPv4 client is its address. */
  private static byte[] network(String address) {
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return String.valueOf(address).getBytes(StandardCharsets.UTF_8);
    }
    return bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
  }

  private static String hash(byte[] network) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(network);
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
