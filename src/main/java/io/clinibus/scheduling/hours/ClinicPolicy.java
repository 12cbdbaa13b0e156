package io.clinibus.scheduling.hours;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Cursor;
import io.clinibus.scheduling.api.AvailabilityApi.Conflicts;
import io.clinibus.scheduling.api.ClinicRulesApi.AddHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.GetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.Holiday;
import io.clinibus.scheduling.api.ClinicRulesApi.HolidayPage;
import io.clinibus.scheduling.api.ClinicRulesApi.ListHolidays;
import io.clinibus.scheduling.api.ClinicRulesApi.Policy;
import io.clinibus.scheduling.api.ClinicRulesApi.PreviewZoneChange;
import io.clinibus.scheduling.api.ClinicRulesApi.RemoveHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.SetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.ZoneChange;
import io.clinibus.scheduling.api.SchedulingFieldErrors;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** The clinic's holidays and booking policy. */
public final class ClinicPolicy {

  /** Stands for the id in cursors of holidays, which have none. */
  private static final UUID NO_ID = new UUID(0, 0);

  private final AvailabilityRepository repository;
  private final ConflictRepository conflicts;
  private final RuleEditor changes;
  private final RuleCache rules;
  private final Clock clock;

  public ClinicPolicy(
      AvailabilityRepository repository,
      ConflictRepository conflicts,
      RuleEditor changes,
      RuleCache rules,
      Clock clock) {
    this.repository = repository;
    this.conflicts = conflicts;
    this.rules = rules;
    this.changes = changes;
    this.clock = clock;
  }

  public Future<Policy> policy(GetPolicy wanted, Caller caller) {
    return rules.clinic().map(ClinicPolicy::policy);
  }

  /**
   * Changes the booking policy.
   *
   * @return {@code STALE_VERSION}, or {@code INVALID_REQUEST} naming the zone
   */
  public Future<Policy> setPolicy(SetPolicy wanted, Caller caller) {
    checkZone(wanted.details().zone(), "/zone");
    return changes
        .ofClinic(
            caller,
            edits ->
                edits
                    .setPolicy(wanted.version(), wanted.details())
                    .map(version -> version.orElseThrow(Failure::staleVersion)))
        .compose(version -> rules.clinic())
        .map(ClinicPolicy::policy);
  }

  /**
   * What another time zone would change; changes nothing.
   *
   * @return {@code INVALID_REQUEST} naming the zone
   */
  public Future<ZoneChange> previewZone(PreviewZoneChange wanted, Caller caller) {
    checkZone(wanted.zone(), "zone");
    return repository.zoneChange(wanted.zone(), clock.instant());
  }

  private static void checkZone(String zone, String pointer) {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw Failure.invalid(
          SchedulingFieldErrors.NOT_A_TIME_ZONE.at(
              pointer, "must be an IANA time-zone id such as Europe/Berlin"));
    }
  }

  /** A page of holidays from a day on. */
  public Future<HolidayPage> listHolidays(ListHolidays wanted, Caller caller) {
    int limit = Cursor.limit(wanted.limit());
    Cursor cursor = Cursor.parse(wanted.cursor(), LocalDate::parse);
    LocalDate after = cursor == null ? null : LocalDate.parse(cursor.value());
    return rules
        .clinic()
        .compose(
            clinic ->
                repository.holidays(
                    wanted.from() == null ? clinic.dayOf(clock.instant()) : wanted.from(),
                    after,
                    limit + 1))
        .map(rows -> page(rows, limit));
  }

  /**
   * Closes the clinic on a day; the day's appointments stay and are returned.
   *
   * @return {@code ALREADY_EXISTS}, or {@code INVALID_REQUEST} for a day that has passed
   */
  public Future<Conflicts> addHoliday(AddHoliday wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic -> {
              if (wanted.day().isBefore(clinic.dayOf(clock.instant()))) {
                throw Failure.invalid(
                    CommonFieldErrors.IN_THE_PAST.at("/day", "must not have passed"));
              }
              Future<?> saved =
                  Boolean.TRUE.equals(wanted.dryRun())
                      ? Future.succeededFuture()
                      : changes.ofClinic(caller, edits -> save(edits, wanted));
              return saved.compose(done -> conflicts.within(clinic.wholeDay(wanted.day()), clinic));
            })
        .map(Conflicts::new);
  }

  /** Opens the clinic again on a day; {@code NOT_FOUND} if it is no holiday. */
  public Future<NoContent> removeHoliday(RemoveHoliday wanted, Caller caller) {
    return changes
        .ofClinic(
            caller,
            edits ->
                edits
                    .removeHoliday(wanted.day())
                    .map(version -> version.orElseThrow(() -> Failure.notFound("holiday"))))
        .map(NoContent.DONE);
  }

  private Future<Long> save(AvailabilityWriter edits, AddHoliday wanted) {
    return edits
        .addHoliday(new Holiday(wanted.day(), wanted.name()))
        .map(version -> version.orElseThrow(() -> Failure.of(CommonFailures.ALREADY_EXISTS)));
  }

  private static HolidayPage page(List<Holiday> rows, int limit) {
    String next = Cursor.next(rows, limit, last -> new Cursor(last.day().toString(), NO_ID));
    return new HolidayPage(Cursor.page(rows, limit), next);
  }

  private static Policy policy(ClinicRules clinic) {
    return new Policy(
        clinic.name(),
        clinic.zone().getId(),
        (int) clinic.minimumNotice().toMinutes(),
        clinic.horizonDays(),
        (int) clinic.changeCutoff().toMinutes(),
        (int) clinic.hold().toSeconds(),
        (int) clinic.offer().toMinutes(),
        clinic.maxOpenAppointments(),
        clinic.maxOverbookedPerDay(),
        clinic.waitlistDays(),
        clinic.emergencyNumber(),
        clinic.mailLanguage(),
        clinic.contact(),
        clinic.version());
  }
}
