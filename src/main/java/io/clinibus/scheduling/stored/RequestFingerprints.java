package io.clinibus.scheduling.stored;

import io.clinibus.platform.limits.KeyedHash;
import io.clinibus.platform.sealing.DataFormCheck;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Fingerprints of booking requests: digests by a key that the database does not have, as reasons
 * can be guessed from others. The key follows from the key of the access tokens; while that is
 * being replaced, requests of before are recognized. Former releases stored the digest itself.
 */
public final class RequestFingerprints {

  private final Supplier<List<KeyedHash>> hashes;
  private final DataFormCheck form;

  /**
   * @param hashes the current one first
   * @param form which nodes must read before the digest itself is no longer stored
   */
  public RequestFingerprints(Supplier<List<KeyedHash>> hashes, DataFormCheck form) {
    this.hashes = hashes;
    this.form = form;
  }

  /**
   * @param digest of the content of a request
   */
  public Future<Fingerprint> of(String digest) {
    return form.isReadByAll()
        .map(
            all -> {
              List<String> possible = new ArrayList<>();
              hashes.get().forEach(hash -> possible.add(hash.of(digest)));
              possible.add(all ? possible.size() : 0, digest);
              return new Fingerprint(possible.get(0), possible.subList(1, possible.size()));
            });
  }
}
