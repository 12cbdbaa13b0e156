package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.events.ChangeFeed;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocks the accounts of removed patients and doctors. */
public final class Departures {

  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final StaffRepository staff;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Departures(StaffRepository staff, SessionIssuer issuer, Bus bus) {
    this.staff = staff;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Follows the feed, and blocks those whose events no node received while none served this domain.
   */
  public Future<Void> start(ChangeFeed feed) {
    return feed.on(
            PatientsApi.PATIENT_REMOVED,
            removed -> log(staff.ofRemovedPatient(removed.patientId()).compose(this::depart)))
        .compose(
            following ->
                feed.on(
                    DirectoryApi.DOCTOR_REMOVED,
                    removed ->
                        log(staff.ofRemovedDoctor(removed.doctorId()).compose(this::depart))))
        .compose(following -> log(staff.ofAllRemoved().compose(this::depart)).otherwiseEmpty());
  }

  private Future<Void> depart(List<UUID> accounts) {
    return Future.join(accounts.stream().map(this::depart).toList()).mapEmpty();
  }

  private Future<Void> depart(UUID account) {
    return staff
        .depart(account, issuer.now(), Caller.system("departures", issuer.now()))
        .map(
            left -> {
              left.ifPresent(done -> bus.publish(SessionsApi.SESSIONS_REVOKED, done.revoked()));
              return null;
            });
  }

  private static Future<Void> log(Future<Void> work) {
    return work.onFailure(
        cause -> LOG.atWarn().setCause(cause).log("account of a removed person: not blocked"));
  }
}
