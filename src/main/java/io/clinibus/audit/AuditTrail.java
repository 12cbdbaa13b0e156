package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi.AccessPage;
import io.clinibus.audit.api.AuditApi.AuditEntryPage;
import io.clinibus.audit.api.AuditApi.ListAuditEntries;
import io.clinibus.audit.api.AuditApi.ListPatientAccesses;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;

/**
 * Who may see which entries: administrators and the privacy officer all, patients the accesses to
 * their own data.
 */
final class AuditTrail {

  private final AuditSearch search;

  AuditTrail(AuditSearch search) {
    this.search = search;
  }

  Future<AuditEntryPage> entries(ListAuditEntries wanted, Caller caller) {
    if (!caller.hasAny(Role.ADMIN, Role.PRIVACY_OFFICER)) {
      throw Failure.forbidden("Only an administrator or the privacy officer may do this.");
    }
    return search.entries(wanted);
  }

  Future<AccessPage> accesses(ListPatientAccesses wanted, Caller caller) {
    if (!caller.has(Role.ADMIN) && !caller.isPatient(wanted.patientId())) {
      throw Failure.forbidden("You may only see your own data.");
    }
    return search.accesses(wanted);
  }
}
