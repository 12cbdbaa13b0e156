package io.clinibus.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keys of the clinic that the operator's settings state: AES-256-GCM in this process. */
public final class ClinicKeys implements KeyWrapper {

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 8;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String HASH = "HmacSha256";

  private final Map<String, Aead> byId = new LinkedHashMap<>();

  private ClinicKeys() {}

  /**
   * @param secrets each of high entropy, 32 characters or more; the first one wraps, all unwrap
   */
  public static ClinicKeys of(List<String> secrets) {
    try {
      AeadConfig.register();
      var keys = new ClinicKeys();
      for (String secret : secrets) {
        keys.byId.put(id(secret), aead(secret));
      }
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM unavailable", e);
    }
  }

  @Override
  public Future<String> current() {
    return Future.succeededFuture(first());
  }

  private String first() {
    return byId.keySet().iterator().next();
  }

  @Override
  public Future<List<WrappedKey>> wrap(Map<UUID, byte[]> keys) {
    List<WrappedKey> wrapped = new ArrayList<>();
    try {
      for (var key : keys.entrySet()) {
        wrapped.add(
            new WrappedKey(
                key.getKey(),
                first(),
                byId.get(first()).encrypt(key.getValue(), context(key.getKey()))));
      }
      return Future.succeededFuture(wrapped);
    } catch (GeneralSecurityException e) {
      return Future.failedFuture(new IllegalStateException("patient's key not wrapped", e));
    }
  }

  @Override
  public Future<Map<UUID, byte[]>> unwrap(List<WrappedKey> wrapped) {
    Map<UUID, byte[]> keys = new LinkedHashMap<>();
    for (WrappedKey key : wrapped) {
      Aead aead = byId.get(key.wrappedBy());
      if (aead == null) {
        return Future.failedFuture(new UnknownClinicKey(key.wrappedBy()));
      }
      try {
        keys.put(key.patientId(), aead.decrypt(key.bytes(), context(key.patientId())));
      } catch (GeneralSecurityException e) {
        return Future.failedFuture(
            new IllegalStateException("patient's key not unwrapped: " + key.patientId()));
      }
    }
    return Future.succeededFuture(keys);
  }

  private static byte[] context(UUID patientId) {
    return ("platform.patient_key\n" + patientId).getBytes(StandardCharsets.UTF_8);
  }

  /** Identifies a key without a hint at its bytes. */
  private static String id(String secret) throws GeneralSecurityException {
    return HexFormat.of().formatHex(derive(secret, "id of a clinic's key", ID_BYTES));
  }

  private static Aead aead(String secret) throws GeneralSecurityException {
    var parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(KEY_BYTES)
            .setIvSizeBytes(NONCE_BYTES)
            .setTagSizeBytes(TAG_BYTES)
            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
            .build();
    var key =
        AesGcmKey.builder()
            .setParameters(parameters)
            .setKeyBytes(
                SecretBytes.copyFrom(
                    derive(secret, "clinic's key", KEY_BYTES), InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private static byte[] derive(String secret, String purpose, int bytes)
      throws GeneralSecurityException {
    return Hkdf.computeHkdf(
        HASH,
        secret.getBytes(StandardCharsets.UTF_8),
        new byte[0],
        purpose.getBytes(StandardCharsets.UTF_8),
        bytes);
  }
}
