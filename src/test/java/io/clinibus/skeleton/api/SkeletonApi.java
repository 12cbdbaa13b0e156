package io.clinibus.skeleton.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import java.time.Instant;
import java.util.UUID;

/** What others may use of the skeleton domain. */
public final class SkeletonApi {

  public static final Operation<GetGreeting, Greeting> GET_GREETING =
      Operation.query("skeleton.getGreeting", GetGreeting.class, Greeting.class)
          .notAudited("greetings");

  public static final Operation<Greet, Greeting> GREET =
      Operation.command("skeleton.greet", Greet.class, Greeting.class).notAudited("greetings");

  public static final Operation<CountGreetings, GreetingCount> COUNT_GREETINGS =
      Operation.query("skeleton.countGreetings", CountGreetings.class, GreetingCount.class)
          .notAudited("greetings");

  public static final Event<Greeted> GREETED = Event.of("skeleton.greeted", Greeted.class);

  public record GetGreeting(String name) {}

  public record Greeting(String text) {}

  public record Greet(UUID patientId) {}

  public record CountGreetings() {}

  public record GreetingCount(long count) {}

  /** A patient was greeted. */
  public record Greeted(UUID patientId, long version, Instant at) implements Event.Versioned {

    @Override
    public UUID subject() {
      return patientId;
    }
  }

  private SkeletonApi() {}
}
