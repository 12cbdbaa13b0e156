package io.clinibus.audit;

import io.clinibus.audit.PreparedRequests.Asked;
import io.clinibus.bus.Operation;
import io.clinibus.testing.BusFixture;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A valid request for each operation that the audit trail records, after what it needs. */
final class AuditedRequests {

  private final Map<Operation<?, ?>, Supplier<Asked>> requests = new HashMap<>();

  AuditedRequests(BusFixture clinic) {
    new PatientRequests(clinic, requests);
    new SchedulingRequests(clinic, requests);
    new RuleRequests(clinic, requests);
    new AccountRequests(clinic, requests);
    new PrivacyRequests(clinic, requests);
    new RecordsRequests(clinic, requests);
    new ChartRequests(clinic, requests);
    new PrescriptionRequests(clinic, requests);
    new DocumentsRequests(clinic, requests);
    new NotificationsRequests(clinic, requests);
  }

  /** Null if there is none for the operation. */
  Asked of(Operation<?, ?> operation) {
    Supplier<Asked> prepared = requests.get(operation);
    return prepared == null ? null : prepared.get();
  }
}
