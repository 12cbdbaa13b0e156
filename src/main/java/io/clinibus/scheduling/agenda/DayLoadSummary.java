package io.clinibus.scheduling.agenda;

import io.clinibus.bus.Caller;
import io.clinibus.scheduling.api.AgendaApi.DayLoads;
import io.clinibus.scheduling.api.AgendaApi.ListDayLoads;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;

/** How much there is to do on a day, for the choice of what a board shows. */
public final class DayLoadSummary {

  private final DayLoadRepository repository;
  private final RuleCache rules;

  public DayLoadSummary(DayLoadRepository repository, RuleCache rules) {
    this.repository = repository;
    this.rules = rules;
  }

  public Future<DayLoads> list(ListDayLoads wanted, Caller caller) {
    return rules
        .clinic()
        .compose(clinic -> repository.find(clinic.wholeDay(wanted.day()), clinic.zone()))
        .map(doctors -> new DayLoads(wanted.day(), doctors));
  }
}
