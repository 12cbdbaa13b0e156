package io.clinibus.platform.sealing.wrapping;

import com.google.crypto.tink.subtle.Hkdf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The transit engine of a Vault as its documentation describes it, with the real computation: a key
 * of type {@code aes256-gcm96} with derivation (HKDF-SHA-256 over the context), versions, and
 * batches. Refuses what Vault refuses.
 */
public final class TransitStub implements AutoCloseable {

  private static final int TAG_BITS = 128;
  private static final int NONCE = 12;
  private static final int KEY = 32;

  public final List<String> requests = new CopyOnWriteArrayList<>();
  final List<Integer> batches = new CopyOnWriteArrayList<>();
  volatile String token = "hvs.first";
  volatile boolean derived = true;
  volatile int minDecryptionVersion = 1;
  public volatile int answering = 200;
  volatile boolean silent;

  private final SecureRandom random = new SecureRandom();
  private final List<byte[]> versions = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public TransitStub(Vertx vertx) {
    rotate();
    server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
  }

  public int port() {
    return server.actualPort();
  }

  void rotate() {
    byte[] version = new byte[KEY];
    random.nextBytes(version);
    versions.add(version);
  }

  @Override
  public void close() {
    server.close().await();
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.method() + " " + request.path());
    if (silent) {
      return;
    }
    if (answering != 200) {
      answer(request, answering, errors("Vault is sealed"));
    } else if (!token.equals(request.getHeader("X-Vault-Token"))) {
      answer(request, 403, errors("permission denied"));
    } else if (request.path().equals("/v1/clinic/transit/keys/patients")) {
      answer(request, 200, data(description()));
    } else {
      request.body().onSuccess(body -> act(request, body.toJsonObject()));
    }
  }

  private JsonObject description() {
    return new JsonObject()
        .put("type", "aes256-gcm96")
        .put("derived", derived)
        .put("supports_encryption", true)
        .put("latest_version", versions.size())
        .put("min_decryption_version", minDecryptionVersion);
  }

  private void act(HttpServerRequest request, JsonObject body) {
    JsonArray items = body.getJsonArray("batch_input");
    if (!request.method().name().equals("POST") || items == null) {
      answer(request, 400, errors("missing batch_input"));
      return;
    }
    batches.add(items.size());
    JsonArray results = new JsonArray();
    boolean failed = false;
    for (int i = 0; i < items.size(); i++) {
      JsonObject item = items.getJsonObject(i);
      try {
        results.add(
            switch (request.path()) {
              case "/v1/clinic/transit/encrypt/patients" ->
                  encrypted(item, Base64.getDecoder().decode(item.getString("plaintext")));
              case "/v1/clinic/transit/decrypt/patients" ->
                  new JsonObject()
                      .put("plaintext", Base64.getEncoder().encodeToString(decrypted(item)));
              case "/v1/clinic/transit/rewrap/patients" -> encrypted(item, decrypted(item));
              default -> throw new IllegalArgumentException("unsupported path");
            });
      } catch (GeneralSecurityException | RuntimeException e) {
        failed = true;
        results.add(new JsonObject().put("error", "cipher: message authentication failed"));
      }
    }
    answer(request, failed ? 400 : 200, data(new JsonObject().put("batch_results", results)));
  }

  private JsonObject encrypted(JsonObject item, byte[] clear) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, versions.size(), item, nonce).doFinal(clear);
    byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    return new JsonObject()
        .put(
            "ciphertext",
            "vault:v" + versions.size() + ":" + Base64.getEncoder().encodeToString(all))
        .put("key_version", versions.size());
  }

  private byte[] decrypted(JsonObject item) throws GeneralSecurityException {
    String[] parts = item.getString("ciphertext").split(":");
    if (parts.length != 3 || !parts[0].equals("vault")) {
      throw new IllegalArgumentException("invalid ciphertext: no prefix");
    }
    int version = Integer.parseInt(parts[1].substring(1));
    if (version < minDecryptionVersion) {
      throw new IllegalArgumentException("ciphertext version is disallowed by policy (too old)");
    }
    ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
    byte[] nonce = new byte[NONCE];
    all.get(nonce);
    byte[] sealed = new byte[all.remaining()];
    all.get(sealed);
    return cipher(Cipher.DECRYPT_MODE, version, item, nonce).doFinal(sealed);
  }

  private Cipher cipher(int mode, int version, JsonObject item, byte[] nonce)
      throws GeneralSecurityException {
    String context = item.getString("context", "");
    if (derived && context.isEmpty()) {
      throw new IllegalArgumentException("missing 'context' for key derivation");
    }
    byte[] key =
        Hkdf.computeHkdf(
            "HmacSha256",
            versions.get(version - 1),
            new byte[0],
            Base64.getDecoder().decode(context),
            KEY);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static JsonObject data(JsonObject data) {
    return new JsonObject().put("request_id", "f3b1").put("lease_id", "").put("data", data);
  }

  private static JsonObject errors(String text) {
    return new JsonObject().put("errors", new JsonArray(new ArrayList<>(List.of(text))));
  }

  private static Future<Void> answer(HttpServerRequest request, int status, JsonObject body) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }
}
