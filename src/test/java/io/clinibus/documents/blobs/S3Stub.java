package io.clinibus.documents.blobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clinibus.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A bucket in memory that checks every signature, computed by itself, and every digest. */
final class S3Stub implements AutoCloseable {

  private static final String REGION = "eu-central-1";
  private static final String ACCESS_KEY = "AKIDEXAMPLE";
  private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer server;

  S3Stub() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  Settings.S3 settings(String secretKey) {
    return new Settings.S3(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        REGION,
        "clinic-documents",
        ACCESS_KEY,
        secretKey);
  }

  Settings.S3 settings() {
    return settings(SECRET_KEY);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, 503, new byte[0]);
    } else if (!isSigned(exchange, body)) {
      refused.incrementAndGet();
      answer(exchange, 403, new byte[0]);
    } else {
      serve(exchange, body);
    }
  }

  private void serve(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.startsWith("/clinic-documents/") ? path.substring(18) : "";
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        objects.put(name, body);
        answer(exchange, 200, new byte[0]);
      }
      case "DELETE" -> {
        objects.remove(name);
        answer(exchange, 204, new byte[0]);
      }
      default -> {
        if (name.isEmpty()) {
          answer(exchange, 200, list(exchange).getBytes(StandardCharsets.UTF_8));
        } else {
          read(exchange, objects.get(name));
        }
      }
    }
  }

  private static void read(HttpExchange exchange, byte[] object) throws IOException {
    if (object == null) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    String[] range =
        exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-");
    int from = Integer.parseInt(range[0]);
    if (from >= object.length) {
      answer(exchange, 416, new byte[0]);
    } else {
      int to = Math.min(object.length, Integer.parseInt(range[1]) + 1);
      answer(exchange, 206, Arrays.copyOfRange(object, from, to));
    }
  }

  private String list(HttpExchange exchange) {
    Map<String, String> query = query(exchange);
    String contents =
        objects.entrySet().stream()
            .filter(object -> object.getKey().startsWith(query.getOrDefault("prefix", "")))
            .filter(object -> object.getKey().compareTo(query.getOrDefault("start-after", "")) > 0)
            .limit(Integer.parseInt(query.get("max-keys")))
            .map(
                object ->
                    "<Contents><Key>%s</Key><LastModified>2026-11-30T10:00:00.000Z</LastModified><ETag>&quot;x&quot;</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>"
                        .formatted(object.getKey(), object.getValue().length))
            .collect(Collectors.joining());
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult"
        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
        + contents
        + "<IsTruncated>false</IsTruncated></ListBucketResult>";
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String part : raw.split("&")) {
        String[] pair = part.split("=", 2);
        query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static boolean isSigned(HttpExchange exchange, byte[] body) {
    var headers = exchange.getRequestHeaders();
    String authorization = headers.getFirst("Authorization");
    String date = headers.getFirst("x-amz-date");
    String stated = headers.getFirst("x-amz-content-sha256");
    if (authorization == null || !hex(sha256(body)).equals(stated)) {
      return false;
    }
    List<String> signed = List.of(between(authorization, "SignedHeaders=", ",").split(";"));
    String canonicalQuery =
        exchange.getRequestURI().getRawQuery() == null
            ? ""
            : Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .sorted()
                .collect(Collectors.joining("&"));
    String canonical =
        String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            canonicalQuery,
            signed.stream()
                .map(name -> name + ":" + String.join(",", headers.get(name)).strip())
                .collect(Collectors.joining("\n", "", "\n")),
            String.join(";", signed),
            stated);
    String day = date.substring(0, 8);
    String scope = day + "/" + REGION + "/s3/aws4_request";
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hex(sha256(bytes(canonical)));
    byte[] key =
        hmac(hmac(hmac(hmac(bytes("AWS4" + SECRET_KEY), day), REGION), "s3"), "aws4_request");
    return authorization.contains("Credential=" + ACCESS_KEY + "/" + scope)
        && authorization.endsWith("Signature=" + hex(hmac(key, text)))
        && signed.contains("host");
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
