package io.clinibus.web.live.hub;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.AppointmentChanged;
import io.clinibus.scheduling.api.SchedulingEvents.CalendarChanged;
import io.clinibus.scheduling.api.SchedulingEvents.ClinicRulesChanged;
import io.clinibus.scheduling.api.SchedulingEvents.DayVersion;
import io.clinibus.scheduling.api.SchedulingEvents.HoldChanged;
import io.clinibus.scheduling.api.SchedulingEvents.WaitlistChanged;
import io.clinibus.web.live.topic.TopicType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Turns what is heard of changes into marks on the topics that may show them. */
public final class ChangeListener {

  private static final Duration REMEMBERED = ChangeFeed.REPLAY.multipliedBy(2);
  private static final int MAX_REMEMBERED = 100_000;

  /** A change, by what changed and the version it has since. */
  private record Heard(UUID what, long version) {}

  private final Hub hub;
  private final Cache<Heard, Boolean> heard =
      CaffeineFactory.builder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  public ChangeListener(Hub hub) {
    this.hub = hub;
  }

  /**
   * Begins to listen.
   *
   * @param home the hub's event loop
   */
  public Future<?> listen(ChangeFeed changes, Context home) {
    return Future.all(
        changes.on(
            SchedulingEvents.APPOINTMENT_CHANGED,
            event -> home.runOnContext(turn -> changed(event))),
        changes.on(
            SchedulingEvents.HOLD_CHANGED, event -> home.runOnContext(turn -> changed(event))),
        changes.on(
            SchedulingEvents.WAITLIST_CHANGED, event -> home.runOnContext(turn -> changed(event))),
        changes.on(
            SchedulingEvents.CALENDAR_CHANGED, event -> home.runOnContext(turn -> changed(event))),
        changes.on(
            SchedulingEvents.CLINIC_RULES_CHANGED,
            event -> home.runOnContext(turn -> changed(event))));
  }

  private void changed(AppointmentChanged event) {
    if (isNews(event.appointmentId(), event.version())) {
      Set<UUID> ids =
          new HashSet<>(List.of(event.patientId(), event.doctorId(), TopicType.WHOLE_CLINIC));
      event.days().stream().map(DayVersion::doctorId).forEach(ids::add);
      hub.changed(
          ids,
          topic -> event.days().stream().map(DayVersion::day).anyMatch(topic::covers),
          event.at());
    }
  }

  /** A hold is taken once and gone once. */
  private void changed(HoldChanged event) {
    if (isNews(event.holdId(), event.held() ? 0 : 1)) {
      hub.changed(
          Set.of(event.doctorId()),
          topic ->
              topic.type().showsSlots()
                  && event.days().stream().map(DayVersion::day).anyMatch(topic::covers),
          event.at());
    }
  }

  private void changed(WaitlistChanged event) {
    if (isNews(event.entryId(), event.version())) {
      hub.changed(Set.of(event.patientId()), topic -> topic.type() == TopicType.ME, event.at());
    }
  }

  private void changed(CalendarChanged event) {
    if (isNews(event.doctorId(), event.version())) {
      hub.changed(
          Set.of(event.doctorId(), TopicType.WHOLE_CLINIC),
          topic -> topic.type().showsSlots() || topic.type() == TopicType.CLINIC,
          event.at());
    }
  }

  /** The clinic's zone may have changed, which moves every day. */
  private void changed(ClinicRulesChanged event) {
    if (isNews(TopicType.WHOLE_CLINIC, event.version())) {
      hub.changed(topic -> true, event.at());
    }
  }

  /** Whether a change has not been heard of before: the bus and the outbox both tell of it. */
  private boolean isNews(UUID what, long version) {
    return heard.asMap().putIfAbsent(new Heard(what, version), Boolean.TRUE) == null;
  }
}
