package io.clinibus.platform.live;

import io.clinibus.bus.Event;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * An event that makes topics of one kind stale.
 *
 * @param event the event
 * @param subjects the ids of the topics that may be stale; null for all topics of the kind
 * @param concerns whether one of these topics is stale
 */
public record Invalidation<E extends Record & Event.Versioned>(
    Event<E> event, Function<E, Set<UUID>> subjects, BiPredicate<E, Topic> concerns) {}
