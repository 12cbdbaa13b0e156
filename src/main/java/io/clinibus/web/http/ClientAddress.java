package io.clinibus.web.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Determines a client's network address. */
public final class ClientAddress {

  /** Some proxies append the port of the connection, {@code 203.0.113.7:51514}. */
  private static final Pattern WITH_PORT =
      Pattern.compile("([0-9.]{7,15}):\\d{1,5}|\\[([0-9a-fA-F:.]{2,45})](?::\\d{1,5})?");

  private final boolean behindProxy;

  /**
   * @param behindProxy whether to trust {@code X-Forwarded-For}
   */
  public ClientAddress(boolean behindProxy) {
    this.behindProxy = behindProxy;
  }

  /**
   * The client's address; behind a proxy the last one of {@code X-Forwarded-For}, which the proxy
   * itself has added, as earlier ones may be forged.
   */
  public String of(HttpServerRequest request) {
    String connection = request.connection().remoteAddress().hostAddress();
    String forwarded = behindProxy ? request.getHeader("X-Forwarded-For") : null;
    return forwarded == null
        ? connection
        : parse(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip()).orElse(connection);
  }

  /** The address without a port, in one form only; empty if it is none. */
  static Optional<String> parse(String stated) {
    Matcher matcher = WITH_PORT.matcher(stated);
    String address =
        !matcher.matches()
            ? stated
            : matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    InetAddress parsed =
        address.indexOf('%') < 0 ? NetUtil.createInetAddressFromIpAddressString(address) : null;
    return Optional.ofNullable(parsed).map(InetAddress::getHostAddress);
  }
}
