package io.clinibus.platform.sealing;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Wraps patients' keys by a key of the clinic, which the database does not have. */
public interface KeyWrapper {

  /** The id of the key that wraps now. */
  Future<String> current();

  /**
   * @param keys by patient
   * @return the wrapped keys, each of which only {@link #unwrap} for the same patient opens
   */
  Future<List<WrappedKey>> wrap(Map<UUID, byte[]> keys);

  /**
   * @return the keys by patient; fails with {@link UnknownClinicKey}, or with {@link
   *     IllegalStateException} if bytes are not those of that patient
   */
  Future<Map<UUID, byte[]>> unwrap(List<WrappedKey> wrapped);

  /** Wraps by the current key what others have wrapped. */
  default Future<List<WrappedKey>> rewrap(List<WrappedKey> wrapped) {
    return unwrap(wrapped).compose(this::wrap);
  }
}
