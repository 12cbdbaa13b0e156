package io.clinibus.identity.signin;

import io.clinibus.identity.account.NewSession;
import io.netty.util.NetUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is kept of the place where a session was opened: enough to recognize it, not more. */
final class Origins {

  private static final int IPV4_BYTES = 4;
  private static final int IPV4_PREFIX = 3;
  private static final int IPV6_PREFIX = 6;

  /** By what a User-Agent contains; the first match counts, as browsers name others too. */
  private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

  private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

  static {
    BROWSERS.put("Edg", "Edge");
    BROWSERS.put("OPR/", "Opera");
    BROWSERS.put("SamsungBrowser", "Samsung Internet");
    BROWSERS.put("Firefox", "Firefox");
    BROWSERS.put("FxiOS", "Firefox");
    BROWSERS.put("CriOS", "Chrome");
    BROWSERS.put("Chrome", "Chrome");
    BROWSERS.put("Safari", "Safari");
    SYSTEMS.put("iPhone", "iPhone");
    SYSTEMS.put("iPad", "iPad");
    SYSTEMS.put("Android", "Android");
    SYSTEMS.put("Windows", "Windows");
    SYSTEMS.put("Mac OS X", "macOS");
    SYSTEMS.put("CrOS", "ChromeOS");
    SYSTEMS.put("Linux", "Linux");
  }

  private Origins() {}

  /**
   * @param userAgent as the client sent it, or null
   * @param address the client's network address, or null
   */
  static NewSession.Origin of(String userAgent, String address) {
    return new NewSession.Origin(device(userAgent), network(address));
  }

  private static String device(String userAgent) {
    String agent = userAgent == null ? "" : userAgent;
    String known =
        Stream.of(BROWSERS, SYSTEMS)
            .flatMap(names -> first(names, agent))
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? null : known;
  }

  private static Stream<String> first(Map<String, String> names, String agent) {
    return names.entrySet().stream()
        .filter(name -> agent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .limit(1);
  }

  /** The /24 network of an IPv4 address, the /48 network of an IPv6 one. */
  private static String network(String address) {
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return null;
    }
    boolean v4 = bytes.length == IPV4_BYTES;
    byte[] network = new byte[bytes.length];
    System.arraycopy(bytes, 0, network, 0, v4 ? IPV4_PREFIX : IPV6_PREFIX);
    return NetUtil.bytesToIpAddress(network) + (v4 ? "/24" : "/48");
  }
}
