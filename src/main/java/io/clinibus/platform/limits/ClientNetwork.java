package io.clinibus.platform.limits;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one client among network addresses. */
public final class ClientNetwork {

  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** An IPv6 client controls its whole /64 network, which therefore counts as one address. */
  public static String of(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && bytes.length == IPV6_BYTES
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
        : address;
  }
}
