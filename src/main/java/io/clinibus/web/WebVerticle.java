package io.clinibus.web;

import io.clinibus.bus.MessageTypes;
import io.clinibus.platform.Platform;
import io.clinibus.web.live.Live;
import io.clinibus.web.live.LiveStatus;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Serves the API and the app. The last thing of a node to start. */
public final class WebVerticle extends VerticleBase {

  private final Platform platform;
  private final MessageTypes messages;
  private final Future<Contract> contract;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final IdentityWatch identity;
  private Live live;

  /**
   * @param messages the operations that the contract's are bound to
   * @param contract may still be being read
   */
  public WebVerticle(Platform platform, MessageTypes messages, Future<Contract> contract) {
    this.platform = platform;
    this.messages = messages;
    this.contract = contract;
    this.identity = new IdentityWatch(platform.bus(), platform.clock());
  }

  /** The port that was opened; differs from the setting when that is 0. */
  public int port() {
    return listeners.get(0).port();
  }

  /** Whether tokens can be judged; until then nobody can use this node. */
  public boolean knowsIdentity() {
    return identity.isReady();
  }

  /** How the live part is. */
  public LiveStatus live() {
    return live.status();
  }

  @Override
  public Future<?> start() {
    var http = platform.settings().http();
    var tokens = new Tokens(vertx, identity, http.publicUrl().toString(), platform.clock());
    var addresses = new ClientAddress(http.behindProxy());
    live =
        new Live(
            platform,
            new LiveSessions(tokens, identity, platform.clock()),
            request -> Clients.key(addresses.of(request)));
    return identity
        .start(platform.jobs())
        .compose(watched -> live.start())
        .compose(started -> contract)
        .compose(read -> listen(routers(read, tokens, addresses)));
  }

  private Function<Vertx, Handler<HttpServerRequest>> routers(
      Contract contract, Tokens tokens, ClientAddress addresses) {
    var http = platform.settings().http();
    var authentication = new Authentication(tokens, addresses, platform.clock());
    var traffic = new Traffic(platform.rateLimiter(), platform.clock(), http.requestsPerMinute());
    var routes =
        new Routes(
            platform.bus(),
            identity,
            authentication,
            traffic,
            http.publicUrl(),
            platform.metrics());
    List<Endpoint<?, ?>> endpoints = Endpoints.of(contract, messages);
    var docs = new DocsPages(vertx);
    var app = new AppPages(new ClassPathFiles(vertx, "webroot/"));
    return loop -> routes.router(loop, endpoints, live, docs, app);
  }

  /** One listener for each event loop that has a processor to run on, all on the same port. */
  private Future<?> listen(Function<Vertx, Handler<HttpServerRequest>> handlers) {
    var http = platform.settings().http();
    return vertx.deployVerticle(
        () -> {
          var listener = new Listener(http, handlers, live::drain);
          listeners.add(listener);
          return listener;
        },
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }
}
