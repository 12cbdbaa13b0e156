package io.clinibus.skeleton;

import io.clinibus.bus.Caller;
import io.clinibus.platform.NodeContext;
import io.clinibus.skeleton.api.SkeletonApi;
import io.clinibus.skeleton.api.SkeletonApi.CountGreetings;
import io.clinibus.skeleton.api.SkeletonApi.GetGreeting;
import io.clinibus.skeleton.api.SkeletonApi.Greet;
import io.clinibus.skeleton.api.SkeletonApi.Greeted;
import io.clinibus.skeleton.api.SkeletonApi.Greeting;
import io.clinibus.skeleton.api.SkeletonApi.GreetingCount;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the skeleton domain. */
public final class SkeletonVerticle extends VerticleBase {

  private final NodeContext context;
  private final GreetingRepository repository;

  public SkeletonVerticle(NodeContext context) {
    this.context = context;
    this.repository = new GreetingRepository(context.database());
  }

  @Override
  public Future<?> start() {
    var bus = context.bus();
    return Future.all(
        bus.serve(SkeletonApi.GET_GREETING, SkeletonVerticle::get),
        bus.serve(SkeletonApi.GREET, this::greet),
        bus.serve(SkeletonApi.COUNT_GREETINGS, this::count));
  }

  private static Future<Greeting> get(GetGreeting wanted, Caller caller) {
    return Future.succeededFuture(new Greeting("Hello, " + wanted.name()));
  }

  private Future<Greeting> greet(Greet wanted, Caller caller) {
    Greeted event = new Greeted(wanted.patientId(), 1, context.clock().instant());
    return repository
        .add(event)
        .onSuccess(committed -> context.bus().publish(SkeletonApi.GREETED, event))
        .map(new Greeting("Hello"));
  }

  private Future<GreetingCount> count(CountGreetings wanted, Caller caller) {
    return repository.count().map(GreetingCount::new);
  }
}
