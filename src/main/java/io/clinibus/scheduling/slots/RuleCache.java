package io.clinibus.scheduling.slots;

import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.BatchCache;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Cache of the clinic's and the doctors' rules. */
public final class RuleCache {

  private static final int MAX_DOCTORS = 20_000;
  private static final Duration EXPIRY = Duration.ofMinutes(5);
  private static final String CLINIC = "clinic";

  private final RulesRepository repository;
  private final BatchCache<String, ClinicRules> clinic;
  private final BatchCache<UUID, DoctorRules> doctors;

  public RuleCache(Vertx vertx, RulesRepository repository, ChangeFeed feed) {
    this.repository = repository;
    this.clinic =
        new BatchCache<>(
            vertx,
            1,
            EXPIRY,
            feed::isCurrent,
            keys -> repository.clinic().map(read -> Map.of(CLINIC, read)));
    this.doctors =
        new BatchCache<>(vertx, MAX_DOCTORS, EXPIRY, feed::isCurrent, repository::doctors);
  }

  public Future<ClinicRules> clinic() {
    return clinic.get(CLINIC);
  }

  /**
   * A doctor's calendar.
   *
   * @return {@code NOT_FOUND} if the doctor does not exist
   */
  public Future<SlotCalendar> calendar(UUID doctorId) {
    return clinic()
        .compose(rules -> doctor(doctorId).map(doctor -> new SlotCalendar(rules, doctor)));
  }

  /** The cached calendar of a doctor, else null. Callable on any thread. */
  SlotCalendar knownCalendar(UUID doctorId) {
    ClinicRules rules = clinic.known(CLINIC);
    DoctorRules doctor = doctors.known(doctorId);
    return rules == null || doctor == null ? null : new SlotCalendar(rules, doctor);
  }

  /** The calendars of those of the doctors that exist. */
  public Future<Map<UUID, SlotCalendar>> calendars(Collection<UUID> doctorIds) {
    return clinic()
        .compose(
            rules ->
                doctors
                    .getAll(doctorIds)
                    .map(
                        found -> {
                          Map<UUID, SlotCalendar> calendars = new HashMap<>();
                          found.forEach(
                              (id, doctor) -> calendars.put(id, new SlotCalendar(rules, doctor)));
                          return calendars;
                        }));
  }

  /**
   * A doctor's rules.
   *
   * @return {@code NOT_FOUND} if the doctor does not exist
   */
  public Future<DoctorRules> doctor(UUID doctorId) {
    return doctors.get(doctorId).compose(RuleCache::existing);
  }

  /** A doctor's rules, read from PostgreSQL. */
  public Future<DoctorRules> freshDoctor(UUID doctorId) {
    return repository.doctors(Set.of(doctorId)).compose(found -> existing(found.get(doctorId)));
  }

  /**
   * Drops the rules of the clinic and of a doctor.
   *
   * @param doctorId null for those of the clinic alone
   */
  public void invalidate(UUID doctorId) {
    if (doctorId != null) {
      doctors.evict(doctorId);
    }
    clinic.evict(CLINIC);
  }

  /** Invalidates rules of a doctor older than a version. */
  void doctorChanged(UUID doctorId, long version) {
    doctors.evictUnless(doctorId, rules -> rules.version() >= version);
  }

  /**
   * Invalidates rules of the clinic older than a version.
   *
   * @return whether the version was new to this node
   */
  boolean clinicChanged(long version) {
    return clinic.evictUnless(CLINIC, rules -> rules.version() >= version);
  }

  private static Future<DoctorRules> existing(DoctorRules found) {
    return found == null
        ? Future.failedFuture(Failure.notFound("doctor"))
        : Future.succeededFuture(found);
  }
}
