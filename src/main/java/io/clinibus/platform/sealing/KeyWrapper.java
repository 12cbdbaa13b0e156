package io.clinibus.platform.sealing;

import io.vertx.core.Future;
import java.util.UUID;

/** Wraps patients' keys by a key of the clinic, which the database does not have. */
public interface KeyWrapper {

  /** The id of the key that wraps now. */
  String current();

  /**
   * @param key a patient's key
   * @return the wrapped key, which only {@link #unwrap} of the same patient opens
   */
  Future<byte[]> wrap(UUID patientId, byte[] key);

  /**
   * @param wrappedBy the id of the key that has wrapped it
   * @return fails with {@link IllegalStateException} if this key is unknown or the bytes are not
   *     that patient's
   */
  Future<byte[]> unwrap(UUID patientId, String wrappedBy, byte[] wrapped);
}
