package io.clinibus.web.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Determines a client's network address. */
public final class ClientAddress {

  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

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
    if (behindProxy) {
      String forwarded = request.getHeader("X-Forwarded-For");
      if (forwarded != null) {
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        if (ADDRESS.matcher(last).matches()) {
          return last;
        }
      }
    }
    return request.connection().remoteAddress().hostAddress();
  }
}
