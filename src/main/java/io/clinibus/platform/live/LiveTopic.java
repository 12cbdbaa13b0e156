package io.clinibus.platform.live;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import io.clinibus.bus.RoleRequirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A kind of live topic that a domain contributes: who may subscribe, which operation reads what it
 * shows, and which events make it stale. The domain's operation decides whose data is shown. A kind
 * that states no roles keeps the node from starting.
 *
 * @param <Q> the request of the operation that reads it
 * @param <R> the operation's reply
 */
public final class LiveTopic<Q extends Record, R extends Record> {

  /**
   * How many subscribers of this node look at a topic and at its members, pushed when it changes.
   *
   * @param whole the name of the count of the topic's own subscribers
   * @param members the name of the counts by member
   * @param counted topics whose subscribers are counted for the member that they are about
   */
  public record Presence(String whole, String members, Set<LiveTopic<?, ?>> counted) {}

  private final TopicPattern pattern;
  private final RoleRequirement access;
  private final Operation<Q, R> operation;
  private final Function<Topic, Q> request;
  private final Function<R, TopicState> state;
  private final TopicAudience audience;
  private final Function<Caller, UUID> person;
  private final Function<TopicState, Set<UUID>> members;
  private final Presence presence;
  private final List<Invalidation<?>> invalidations;
  private final Function<R, Instant> changesAt;
  private final int everyMinutes;
  private final boolean throttled;

  private LiveTopic(Builder<Q, R> builder) {
    this.pattern = builder.pattern;
    this.access = RoleRequirement.of("live topic " + pattern.text(), builder.roles);
    this.operation = builder.operation;
    this.request = builder.request;
    this.state = builder.state;
    this.audience = builder.audience;
    this.person = builder.person;
    this.members = builder.members;
    this.presence = builder.presence;
    this.invalidations = List.copyOf(builder.invalidations);
    this.changesAt = builder.changesAt;
    this.everyMinutes = builder.everyMinutes;
    this.throttled = builder.throttled;
  }

  /**
   * Begins the description of a kind of topic.
   *
   * @param pattern the form of its names, see {@link TopicPattern}
   * @param operation reads what it shows
   * @param request the operation's request for one topic
   * @param state what the topic shows of the operation's reply
   */
  public static <Q extends Record, R extends Record> Builder<Q, R> of(
      String pattern,
      Operation<Q, R> operation,
      Function<Topic, Q> request,
      Function<R, TopicState> state) {
    return new Builder<>(TopicPattern.of(pattern), operation, request, state);
  }

  public TopicPattern pattern() {
    return pattern;
  }

  public RoleRequirement access() {
    return access;
  }

  public Operation<Q, R> operation() {
    return operation;
  }

  public Q request(Topic topic) {
    return request.apply(topic);
  }

  public TopicState state(R reply) {
    return state.apply(reply);
  }

  public TopicAudience audience() {
    return audience;
  }

  /** The ids that a state depends on beside the topic's own, or empty. */
  public Set<UUID> members(TopicState shown) {
    return members == null ? Set.of() : members.apply(shown);
  }

  public boolean hasMembers() {
    return members != null;
  }

  /** Null if the topic pushes no presence. */
  public Presence presence() {
    return presence;
  }

  public List<Invalidation<?>> invalidations() {
    return invalidations;
  }

  /** When what a reply shows changes next without an event; null if that is unknown. */
  public Instant changesAt(R reply) {
    return changesAt == null ? null : changesAt.apply(reply);
  }

  /**
   * Whether the topic is read at the beginning of a minute although no event made it stale: days
   * begin and end, slots pass, and changes of names are not published.
   *
   * @param minute minutes since the epoch
   */
  public boolean isDueAt(long minute) {
    return minute % everyMinutes == 0;
  }

  /** Whether the topic is read every other second at most, however many events make it stale. */
  public boolean isThrottled() {
    return throttled;
  }

  /** The person, doctor or department that a name without id is about. */
  UUID subject(Caller caller) {
    return person == null ? Topic.WHOLE_CLINIC : person.apply(caller);
  }

  @Override
  public String toString() {
    return pattern.text();
  }

  /** Collects the parts of a kind of topic. */
  public static final class Builder<Q extends Record, R extends Record> {

    private final TopicPattern pattern;
    private final Operation<Q, R> operation;
    private final Function<Topic, Q> request;
    private final Function<R, TopicState> state;
    private final List<Invalidation<?>> invalidations = new ArrayList<>();
    private List<String> roles = List.of();
    private TopicAudience audience = TopicAudience.SHARED;
    private Function<Caller, UUID> person;
    private Function<TopicState, Set<UUID>> members;
    private Presence presence;
    private Function<R, Instant> changesAt;
    private int everyMinutes = 1;
    private boolean throttled;

    private Builder(
        TopicPattern pattern,
        Operation<Q, R> operation,
        Function<Topic, Q> request,
        Function<R, TopicState> state) {
      this.pattern = pattern;
      this.operation = operation;
      this.request = request;
      this.state = state;
    }

    /** Who may subscribe: {@code ANYONE}, or names of roles. */
    public Builder<Q, R> roles(String... names) {
      roles = List.of(names);
      return this;
    }

    /** Each new subscriber must be allowed the operation itself. */
    public Builder<Q, R> authorized() {
      audience = TopicAudience.AUTHORIZED;
      return this;
    }

    /**
     * The topic is about the subscriber.
     *
     * @param id the id of the caller as a patient, doctor …; fails with a {@code Failure} if there
     *     is none
     */
    public Builder<Q, R> personal(Function<Caller, UUID> id) {
      audience = TopicAudience.PERSONAL;
      person = id;
      return this;
    }

    /**
     * What is shown depends on things with ids of their own. When the set changes, every subscriber
     * is authorized again.
     */
    public Builder<Q, R> members(Function<TopicState, Set<UUID>> ids) {
      members = ids;
      return this;
    }

    public Builder<Q, R> presence(Presence counts) {
      presence = counts;
      return this;
    }

    /** An event makes all topics of this kind stale. */
    public <E extends Record & Event.Versioned> Builder<Q, R> invalidatedBy(Event<E> event) {
      return invalidatedBy(event, null, (fact, topic) -> true);
    }

    /** An event makes the topics with some ids stale. */
    public <E extends Record & Event.Versioned> Builder<Q, R> invalidatedBy(
        Event<E> event, Function<E, Set<UUID>> subjects) {
      return invalidatedBy(event, subjects, (fact, topic) -> true);
    }

    /** An event makes those of the topics with some ids stale that it concerns. */
    public <E extends Record & Event.Versioned> Builder<Q, R> invalidatedBy(
        Event<E> event, Function<E, Set<UUID>> subjects, BiPredicate<E, Topic> concerns) {
      invalidations.add(new Invalidation<>(event, subjects, concerns));
      return this;
    }

    /**
     * The topic is read at a time that it states itself.
     *
     * @param moment when what a reply shows changes next without an event; null if that is unknown
     */
    public Builder<Q, R> changingAt(Function<R, Instant> moment) {
      changesAt = moment;
      return this;
    }

    /** How often the topic is read although no event made it stale; every minute by default. */
    public Builder<Q, R> everyMinutes(int minutes) {
      everyMinutes = minutes;
      return this;
    }

    /** For topics that are expensive to read and that most events make stale. */
    public Builder<Q, R> throttled() {
      throttled = true;
      return this;
    }

    /**
     * Completes the description.
     *
     * @throws IllegalStateException if it states no roles
     */
    public LiveTopic<Q, R> build() {
      return new LiveTopic<>(this);
    }
  }
}
