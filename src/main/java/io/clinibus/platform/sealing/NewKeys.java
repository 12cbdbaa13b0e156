package io.clinibus.platform.sealing;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keys of many patients that are made at once, before anything asks for one: of demo data.
 *
 * @param wrapped as they are to be stored
 * @param keys the same, to seal with
 */
public record NewKeys(List<WrappedKey> wrapped, Map<UUID, PatientKey> keys) {

  public static final NewKeys NONE = new NewKeys(List.of(), Map.of());

  public static Future<NewKeys> of(Collection<UUID> patients, KeyWrapper wrapper) {
    Map<UUID, byte[]> generated = new HashMap<>();
    patients.forEach(patient -> generated.put(patient, PatientKeys.generate()));
    return wrapper
        .wrap(generated)
        .map(
            wrapped -> {
              Map<UUID, PatientKey> keys = new HashMap<>();
              generated.forEach((patient, key) -> keys.put(patient, PatientKeys.key(patient, key)));
              return new NewKeys(wrapped, keys);
            });
  }

  @Override
  public String toString() {
    return "NewKeys[" + wrapped.size() + "]";
  }
}
