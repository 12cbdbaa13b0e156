package io.clinibus.platform.sealing.wrapping;

import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.WrappedKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A Vault that wraps, and keys of the clinic that unwrap what they have wrapped before. */
final class ClinicKeyRing implements KeyWrapper {

  private final VaultTransit vault;
  private final ClinicKeys former;

  ClinicKeyRing(VaultTransit vault, ClinicKeys former) {
    this.vault = vault;
    this.former = former;
  }

  @Override
  public Future<String> current() {
    return vault.current();
  }

  @Override
  public Future<List<WrappedKey>> wrap(Map<UUID, byte[]> keys) {
    return vault.wrap(keys);
  }

  @Override
  public Future<Map<UUID, byte[]>> unwrap(List<WrappedKey> wrapped) {
    var parts = parts(wrapped);
    return vault
        .unwrap(parts.get(true))
        .compose(
            some ->
                former
                    .unwrap(parts.get(false))
                    .map(
                        others -> {
                          Map<UUID, byte[]> all = new LinkedHashMap<>(some);
                          all.putAll(others);
                          return all;
                        }));
  }

  @Override
  public Future<List<WrappedKey>> rewrap(List<WrappedKey> wrapped) {
    var parts = parts(wrapped);
    return vault
        .rewrap(parts.get(true))
        .compose(
            some ->
                former
                    .unwrap(parts.get(false))
                    .compose(vault::wrap)
                    .map(
                        others -> {
                          List<WrappedKey> all = new ArrayList<>(some);
                          all.addAll(others);
                          return all;
                        }));
  }

  private Map<Boolean, List<WrappedKey>> parts(List<WrappedKey> wrapped) {
    return wrapped.stream()
        .collect(Collectors.partitioningBy(key -> vault.hasWrapped(key.wrappedBy())));
  }
}
