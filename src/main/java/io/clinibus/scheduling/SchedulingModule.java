package io.clinibus.scheduling;

import io.clinibus.bus.FailureCode;
import io.clinibus.platform.Module;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.WaitlistApi;
import java.util.List;

/** The scheduling domain's description of itself. */
public final class SchedulingModule {

  public static final Module MODULE =
      new Module(
          "scheduling",
          List.of(
              AgendaApi.class,
              AppointmentsApi.class,
              AssignmentApi.class,
              AvailabilityApi.class,
              ClinicRulesApi.class,
              HoldsApi.class,
              SchedulingEvents.class,
              SlotsApi.class,
              WaitlistApi.class),
          FailureCode.declaredIn(SchedulingFailures.class),
          SchedulingVerticle::new);

  private SchedulingModule() {}
}
