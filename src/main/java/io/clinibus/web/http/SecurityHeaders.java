package io.clinibus.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Headers of every response: the date, no framing, no MIME sniffing, no referrer, and a
 * Content-Security-Policy.
 */
public final class SecurityHeaders {

  private static final CharSequence CSP = HttpHeaders.createOptimized("Content-Security-Policy");

  private static final CharSequence HSTS = HttpHeaders.createOptimized("Strict-Transport-Security");

  private static final String UPGRADE = "; upgrade-insecure-requests";

  /** For data: nothing may be loaded or run. */
  private static final CharSequence NOTHING =
      HttpHeaders.createOptimized("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");

  private static final String APP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:%s;"
          + " frame-src blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src"
          + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /**
   * For a worker of the app: the policy of its own script is what a worker has, not the page's. Its
   * files may have WebAssembly compiled.
   */
  public static final String WORKER =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri"
          + " 'none'; frame-ancestors 'none'";

  /**
   * For the pages that show the contract. ReDoc adds two style elements, one empty and filled by
   * script, one with the rules of its scroll bar; their hashes allow exactly these two.
   */
  public static final String DOCS =
      "default-src 'none'; script-src 'self'; "
          + "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
          + "'sha256-DLDPR1ic47WIdK2WyeLkblb/tm2mQH+Jt/NNhZWu1k0='; "
          + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
          + "worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final Map<CharSequence, CharSequence> PAGE = new LinkedHashMap<>();

  static {
    put(PAGE, "Referrer-Policy", "no-referrer");
    put(PAGE, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    put(PAGE, "Cross-Origin-Opener-Policy", "same-origin");
  }

  private final Map<CharSequence, CharSequence> headers = new LinkedHashMap<>();

  /**
   * @param publicUrl the address that browsers use, directly or through a proxy
   */
  public static SecurityHeaders of(URI publicUrl) {
    return new SecurityHeaders("https".equals(publicUrl.getScheme()));
  }

  private SecurityHeaders(boolean https) {
    put(headers, "X-Content-Type-Options", "nosniff");
    put(headers, "Cross-Origin-Resource-Policy", "same-origin");
    if (https) {
      headers.put(HSTS, HttpHeaders.createOptimized("max-age=31536000; includeSubDomains"));
    }
    headers.put(CSP, NOTHING);
  }

  /**
   * For the app: its own files only, and pictures of the hosts that the clinic names.
   *
   * @param imageHosts with ports other than 443
   */
  public static String app(List<String> imageHosts) {
    return APP.formatted(
        imageHosts.stream().map(host -> " https://" + host).collect(Collectors.joining()));
  }

  void addTo(MultiMap response) {
    headers.forEach(response::set);
    response.set(HttpHeaders.DATE, HttpDate.now());
  }

  /**
   * Replaces the policy for data by a page's, and adds headers for pages only. Where the clinic has
   * HTTPS, so has everything that its pages load.
   */
  public static void page(MultiMap response, String policy) {
    response.set(CSP, response.contains(HSTS) ? policy + UPGRADE : policy);
    PAGE.forEach(response::set);
  }

  private static void put(Map<CharSequence, CharSequence> to, String name, String value) {
    to.put(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
