package io.clinibus.skeleton.api;

import io.clinibus.bus.Operation;

/** What others may ask of the skeleton domain. */
public final class SkeletonApi {

  public static final Operation<GetGreeting, Greeting> GET_GREETING =
      Operation.query("skeleton.getGreeting", GetGreeting.class, Greeting.class);

  public record GetGreeting(String name) {}

  public record Greeting(String text) {}

  private SkeletonApi() {}
}
