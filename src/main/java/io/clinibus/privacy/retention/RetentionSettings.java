package io.clinibus.privacy.retention;

import io.clinibus.bus.Caller;
import io.clinibus.privacy.api.RetentionApi.ListRetention;
import io.clinibus.privacy.api.RetentionApi.RetentionPeriod;
import io.clinibus.privacy.api.RetentionApi.RetentionPeriods;
import io.clinibus.privacy.api.RetentionApi.SetRetention;
import io.clinibus.privacy.records.PrivacyAccess;
import io.vertx.core.Future;

/** The clinic's periods of retention, set by administrators and read by the privacy officer too. */
public final class RetentionSettings {

  private final RetentionRepository repository;

  public RetentionSettings(RetentionRepository repository) {
    this.repository = repository;
  }

  public Future<RetentionPeriods> list(ListRetention request, Caller caller) {
    PrivacyAccess.requireSupervisor(caller);
    return repository.list().map(RetentionPeriods::new);
  }

  /** {@code STALE_VERSION} unless the version is the current one. */
  public Future<RetentionPeriod> set(SetRetention request, Caller caller) {
    PrivacyAccess.requireAdministrator(caller);
    return repository.set(request, caller);
  }
}
