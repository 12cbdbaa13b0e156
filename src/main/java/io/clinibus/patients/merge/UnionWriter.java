package io.clinibus.patients.merge;

import io.clinibus.bus.Caller;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** Unites the data of two records within a transaction, and separates it again. */
public interface UnionWriter {

  /**
   * Adds to a record what only the other states; of the medical history, everything. The other one
   * is removed.
   *
   * @return the version of the record that stays
   */
  Future<Integer> unite(SqlConnection connection, UUID from, UUID into, Caller caller);

  /**
   * Brings the other record back, and takes what was added from the one that stayed, unless it has
   * been changed since.
   *
   * @param written as {@link #unite} returned
   */
  Future<Void> separate(SqlConnection connection, UUID from, UUID into, int written, Caller caller);
}
