package io.clinibus.web;

import io.clinibus.bus.MessageTypes;
import io.clinibus.platform.NodeContext;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.http.ClientAddress;
import io.clinibus.web.live.socket.LiveServer;
import io.clinibus.web.live.socket.LiveSessions;
import io.clinibus.web.live.socket.LiveStatus;
import io.clinibus.web.pages.AppPages;
import io.clinibus.web.pages.ClassPathFiles;
import io.clinibus.web.pages.DocsPages;
import io.clinibus.web.security.AccessTokenVerifier;
import io.clinibus.web.security.Authentication;
import io.clinibus.web.security.ClientKeys;
import io.clinibus.web.security.IdentityCache;
import io.clinibus.web.security.RequestRateLimits;
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

  private final NodeContext platform;
  private final MessageTypes messages;
  private final Future<Contract> contract;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final IdentityCache identity;
  private LiveServer live;

  /**
   * @param messages the operations that the contract's are bound to, and the failures that it
   *     explains
   * @param contract may still be being read
   */
  public WebVerticle(NodeContext platform, MessageTypes messages, Future<Contract> contract) {
    this.platform = platform;
    this.messages = messages;
    this.contract = contract;
    this.identity = new IdentityCache(platform.bus(), platform.clock());
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
    var tokens =
        new AccessTokenVerifier(vertx, identity, http.publicUrl().toString(), platform.clock());
    var addresses = new ClientAddress(http.behindProxy());
    live =
        new LiveServer(
            platform,
            new LiveSessions(tokens, identity, platform.clock()),
            request -> ClientKeys.key(addresses.of(request)));
    return identity
        .start(platform.jobs())
        .compose(watched -> live.start())
        .compose(started -> contract)
        .compose(read -> listen(routers(read, tokens, addresses)));
  }

  private Function<Vertx, Handler<HttpServerRequest>> routers(
      Contract contract, AccessTokenVerifier tokens, ClientAddress addresses) {
    var http = platform.settings().http();
    var authentication = new Authentication(tokens, addresses, platform.clock());
    var traffic =
        new RequestRateLimits(platform.rateLimiter(), platform.clock(), http.requestsPerMinute());
    var routes =
        new Routes(
            platform.bus(),
            identity,
            authentication,
            traffic,
            http.publicUrl(),
            platform.metrics());
    List<Endpoint<?, ?>> endpoints = Endpoints.of(contract, messages);
    var docs = new DocsPages(vertx, messages.failures());
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
