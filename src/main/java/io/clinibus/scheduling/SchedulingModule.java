package io.clinibus.scheduling;

import io.clinibus.platform.Module;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.QueueApi;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.VisitTypesApi;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.demo.SchedulingDemo;

/** Describes the scheduling domain. */
public final class SchedulingModule {

  public static final Module MODULE =
      Module.of("scheduling", SchedulingVerticle::new)
          .withApis(
              AgendaApi.class,
              AppointmentsApi.class,
              AssignmentApi.class,
              AvailabilityApi.class,
              ClinicRulesApi.class,
              HoldsApi.class,
              QueueApi.class,
              SchedulingEvents.class,
              SlotsApi.class,
              VisitTypesApi.class,
              WaitlistApi.class)
          .withFailures(SchedulingFailures.class)
          .withTopics(SchedulingTopics.ALL)
          .withMails(SchedulingMails.ALL)
          .withRetention(SchedulingRetention.ALL)
          .withPersonalData(SchedulingPersonalData.ALL)
          .withDemo((connection, now, keys) -> SchedulingDemo.write(connection, now));

  private SchedulingModule() {}
}
