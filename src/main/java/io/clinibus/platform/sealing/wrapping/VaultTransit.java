package io.clinibus.platform.sealing.wrapping;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.CircuitBreaker;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.LostClinicKey;
import io.clinibus.platform.sealing.UnknownClinicKey;
import io.clinibus.platform.sealing.WrappedKey;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Keys of the clinic in the transit engine of a Vault, which never leave it. The key is a derived
 * one, so that what is wrapped for a patient is unwrapped for the same one only. Versions of the
 * key are keys of the clinic of their own: {@code vault:transit/clinibus:v2}.
 */
public final class VaultTransit implements KeyWrapper {

  /** Items of a request; a patient's key is some hundred bytes. */
  static final int MOST_ITEMS = 250;

  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final VaultClient client;
  private final String name;
  private final String prefix;
  private final CircuitBreaker breaker = new CircuitBreaker(REST);

  private VaultTransit(VaultClient client, Settings.Vault vault) {
    this.client = client;
    this.name = vault.key();
    this.prefix = "vault:" + vault.mount() + "/" + vault.key() + ":v";
  }

  /**
   * @return fails with {@link LostClinicKey} if the key is not a derived one that encrypts
   */
  static Future<VaultTransit> open(Vertx vertx, Settings.Vault settings, Metrics metrics) {
    return open(vertx, settings, PATIENCE, metrics);
  }

  /**
   * @param patience how long an answer is awaited
   */
  static Future<VaultTransit> open(
      Vertx vertx, Settings.Vault settings, Duration patience, Metrics metrics) {
    var vault = new VaultTransit(new VaultClient(vertx, settings, patience, metrics), settings);
    return vault
        .key()
        .map(
            key -> {
              if (!key.getBoolean("derived", false)
                  || !key.getBoolean("supports_encryption", true)) {
                throw new LostClinicKey(
                    "The key of CLINIBUS_RECORDS_VAULT_KEY must be a derived one: vault write -f "
                        + settings.mount()
                        + "/keys/"
                        + settings.key()
                        + " derived=true");
              }
              return vault;
            })
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof LostClinicKey
                        ? cause
                        : new LostClinicKey(
                            "Vault at "
                                + settings.url()
                                + " does not answer, does not accept the token of"
                                + " CLINIBUS_RECORDS_VAULT_TOKEN, or has no key "
                                + settings.mount()
                                + "/keys/"
                                + settings.key()
                                + ".")));
  }

  boolean hasWrapped(String wrappedBy) {
    return wrappedBy.startsWith(prefix);
  }

  @Override
  public Future<String> current() {
    return key().map(key -> prefix + key.getInteger("latest_version"));
  }

  private Future<JsonObject> key() {
    return guarded(() -> client.get("keys/" + name));
  }

  @Override
  public Future<List<WrappedKey>> wrap(Map<UUID, byte[]> keys) {
    return batches(
        "encrypt",
        List.copyOf(keys.entrySet()),
        key -> item(key.getKey()).put("plaintext", base64(key.getValue())),
        (key, result) -> wrapped(key.getKey(), result));
  }

  @Override
  public Future<Map<UUID, byte[]>> unwrap(List<WrappedKey> wrapped) {
    for (WrappedKey key : wrapped) {
      if (!hasWrapped(key.wrappedBy())) {
        return Future.failedFuture(new UnknownClinicKey(key.wrappedBy()));
      }
    }
    return batches(
            "decrypt",
            wrapped,
            VaultTransit::sealed,
            (key, result) ->
                Map.entry(
                    key.patientId(), Base64.getDecoder().decode(result.getString("plaintext"))))
        .map(
            entries -> {
              Map<UUID, byte[]> keys = new LinkedHashMap<>();
              entries.forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
              return keys;
            });
  }

  /** Without the keys leaving Vault. */
  @Override
  public Future<List<WrappedKey>> rewrap(List<WrappedKey> wrapped) {
    return batches(
        "rewrap", wrapped, VaultTransit::sealed, (key, result) -> wrapped(key.patientId(), result));
  }

  private interface Reading<T, R> {

    R read(T item, JsonObject result);
  }

  private <T, R> Future<List<R>> batches(
      String action, List<T> items, Function<T, JsonObject> asked, Reading<T, R> reading) {
    List<R> all = new ArrayList<>();
    Future<List<R>> done = Future.succeededFuture(all);
    for (int from = 0; from < items.size(); from += MOST_ITEMS) {
      List<T> batch = items.subList(from, Math.min(items.size(), from + MOST_ITEMS));
      done =
          done.compose(before -> batch(action, batch, asked, reading))
              .map(
                  some -> {
                    all.addAll(some);
                    return all;
                  });
    }
    return done;
  }

  private <T, R> Future<List<R>> batch(
      String action, List<T> items, Function<T, JsonObject> asked, Reading<T, R> reading) {
    JsonArray input = new JsonArray(items.stream().map(asked).toList());
    return guarded(
            () -> client.post(action + "/" + name, new JsonObject().put("batch_input", input)))
        .map(
            data -> {
              JsonArray results = data.getJsonArray("batch_results");
              if (results == null || results.size() != items.size()) {
                throw new IllegalStateException("Vault answered another number of keys");
              }
              return IntStream.range(0, items.size())
                  .mapToObj(i -> reading.read(items.get(i), checked(results.getJsonObject(i))))
                  .toList();
            });
  }

  private static JsonObject checked(JsonObject result) {
    if (!result.getString("error", "").isEmpty()) {
      throw new IllegalStateException("patient's key not unwrapped: " + result.getString("error"));
    }
    return result;
  }

  /** Circuit breaker: while Vault is unavailable, one request a second is a probe. */
  private Future<JsonObject> guarded(Supplier<Future<JsonObject>> request) {
    if (!breaker.tryAcquire()) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    return request
        .get()
        .onSuccess(answered -> breaker.answered())
        .onFailure(
            cause -> {
              if (cause instanceof Failure) {
                breaker.failed();
              } else {
                breaker.answered();
              }
            });
  }

  private static JsonObject item(UUID patientId) {
    return new JsonObject()
        .put("context", base64(patientId.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonObject sealed(WrappedKey key) {
    return item(key.patientId())
        .put("ciphertext", new String(key.bytes(), StandardCharsets.US_ASCII));
  }

  private WrappedKey wrapped(UUID patientId, JsonObject result) {
    String text = result.getString("ciphertext");
    String version = text.substring("vault:v".length(), text.indexOf(':', "vault:v".length()));
    return new WrappedKey(patientId, prefix + version, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
