package io.clinibus.bus.audit;

import io.vertx.core.Future;
import java.util.List;

/** Writes audit entries. */
public interface Auditor {

  /** Writes nothing, and so records nothing. */
  Auditor NONE =
      new Auditor() {
        @Override
        public boolean isActive() {
          return false;
        }

        @Override
        public String node() {
          return "";
        }

        @Override
        public Future<Void> write(List<AuditEntry> entries) {
          return Future.succeededFuture();
        }

        @Override
        public void written(AuditEntry entry) {}
      };

  /** Whether entries are written at all. */
  default boolean isActive() {
    return true;
  }

  /** The name of this node. */
  String node();

  /** Writes entries, in one transaction. */
  Future<Void> write(List<AuditEntry> entries);

  /** Is called after the transaction of an entry that was written with a change. */
  void written(AuditEntry entry);
}
