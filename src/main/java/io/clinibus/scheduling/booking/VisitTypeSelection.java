package io.clinibus.scheduling.booking;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.SchedulingFieldErrors;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.UUID;

/**
 * Finds the rules of a requested type of visits, or the reason why it cannot be booked. Before a
 * refusal the rules are read from PostgreSQL, as another node may just have changed them.
 */
public final class VisitTypeSelection {

  private static final int ATTEMPTS = 2;
  private static final String VISIT_TYPE = "/visitTypeId";

  private final RuleCache rules;
  private final RuleVersionRetry retry;

  public VisitTypeSelection(RuleCache rules) {
    this.rules = rules;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /**
   * @param byStaff whether types that patients cannot book are found, too
   * @return {@code INVALID_REQUEST} for one that cannot be booked
   */
  public Future<VisitTypeRules> bookable(UUID visitTypeId, boolean byStaff) {
    return retry.run(
        attempt ->
            rules
                .clinic()
                .compose(
                    clinic -> {
                      VisitTypeRules type = clinic.visitTypes().get(visitTypeId);
                      return isBookable(type, byStaff)
                          ? Future.succeededFuture(type)
                          : attempt.repeat(null, () -> Future.failedFuture(notBookable()));
                    }));
  }

  /**
   * @param doctorIds at least one of whom has to offer it, if there are any
   * @return as {@link #bookable}, also for one that none of the doctors offers
   */
  public Future<VisitTypeRules> bookableWith(
      Collection<UUID> doctorIds, UUID visitTypeId, boolean byStaff) {
    return bookable(visitTypeId, byStaff)
        .compose(
            type -> doctorIds.isEmpty() ? Future.succeededFuture(type) : offered(doctorIds, type));
  }

  private Future<VisitTypeRules> offered(Collection<UUID> doctorIds, VisitTypeRules type) {
    return retry.run(
        attempt ->
            rules
                .calendars(doctorIds)
                .compose(
                    calendars ->
                        calendars.values().stream()
                                .anyMatch(calendar -> calendar.forType(type.id()).isOffered())
                            ? Future.succeededFuture(type)
                            : attempt.repeat(
                                doctorIds.iterator().next(),
                                () -> Future.failedFuture(notOffered()))));
  }

  /**
   * @param type null for none
   */
  static boolean isBookable(VisitTypeRules type, boolean byStaff) {
    return type != null && type.active() && (type.bookableByPatients() || byStaff);
  }

  static Failure notBookable() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at(VISIT_TYPE, "There is no such type of visits to book."));
  }

  static Failure notOffered() {
    return Failure.invalid(
        SchedulingFieldErrors.VISIT_TYPE_NOT_OFFERED.at(
            VISIT_TYPE, "The doctor does not offer this type of visits."));
  }
}
