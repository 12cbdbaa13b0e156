package io.clinibus.web;

import io.clinibus.bus.MessageTypes;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.live.TopicRegistry;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.http.ClientAddress;
import io.clinibus.web.http.FramingCheck;
import io.clinibus.web.http.SecurityHeaders;
import io.clinibus.web.live.socket.HandshakeCheck;
import io.clinibus.web.live.socket.LiveServer;
import io.clinibus.web.live.socket.LiveStatus;
import io.clinibus.web.pages.AppBuild;
import io.clinibus.web.pages.AppPages;
import io.clinibus.web.pages.DocsPages;
import io.clinibus.web.pages.ServedApp;
import io.clinibus.web.security.AccessTokenVerifier;
import io.clinibus.web.security.Authentication;
import io.clinibus.web.security.IdentityCache;
import io.clinibus.web.security.RefusalAudit;
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

/** Serves the API and the app. Deployed last. */
public final class WebVerticle extends VerticleBase {

  private final NodeContext platform;
  private final TopicRegistry topics;
  private final MessageTypes messages;
  private final Future<Contract> contract;
  private final ServedApp app;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final IdentityCache identity;
  private LiveServer live;

  /**
   * @param topics the live topics that can be subscribed to
   * @param messages the bus operations to which the contract's are bound
   * @param contract may still be loading
   * @param build the app that it serves
   */
  public WebVerticle(
      NodeContext platform,
      TopicRegistry topics,
      MessageTypes messages,
      Future<Contract> contract,
      AppBuild build) {
    this.platform = platform;
    this.topics = topics;
    this.messages = messages;
    this.contract = contract;
    this.app = new ServedApp(platform, build);
    this.identity = new IdentityCache(platform.bus(), platform.clock());
  }

  /** The actual port; differs from the setting if that is 0. */
  public int port() {
    return listeners.get(0).port();
  }

  /** Whether access tokens can be verified; until then the node is not ready. */
  public boolean knowsIdentity() {
    return identity.isReady();
  }

  /** Status of the live updates. */
  public LiveStatus live() {
    return live.status();
  }

  /** Begins to store files of the app for the pages that ask other nodes. */
  public void storeAssets() {
    app.storeAssets();
  }

  @Override
  public Future<?> start() {
    var http = platform.settings().http();
    var tokens =
        new AccessTokenVerifier(vertx, identity, http.publicUrl().toString(), platform.clock());
    var addresses = new ClientAddress(http.behindProxy());
    var limits =
        new RequestRateLimits(platform.rateLimiter(), platform.clock(), http.requestsPerMinute());
    var refusals = new RefusalAudit(platform.bus(), platform.metrics());
    var handshakes = new HandshakeCheck(platform, limits, refusals);
    live = new LiveServer(platform, topics, tokens, handshakes, addresses::of);
    return identity
        .start(platform.jobs())
        .compose(watched -> live.start())
        .compose(started -> contract)
        .compose(read -> listen(routers(read, tokens, limits, refusals, addresses)));
  }

  private Function<Vertx, Handler<HttpServerRequest>> routers(
      Contract contract,
      AccessTokenVerifier tokens,
      RequestRateLimits limits,
      RefusalAudit refusals,
      ClientAddress addresses) {
    var authentication = new Authentication(tokens, addresses, platform.clock());
    var routes =
        new Routes(
            platform.bus(),
            identity,
            authentication,
            limits,
            refusals,
            platform.settings().http().publicUrl(),
            platform.metrics());
    List<Endpoint<?, ?>> endpoints = Endpoints.of(contract, messages);
    var docs = new DocsPages(vertx, messages.failures());
    AppPages pages = app.pages();
    return loop -> routes.router(loop, endpoints, live, docs, pages);
  }

  /** A listener for each event loop that has a processor, all on the same port. */
  private Future<?> listen(Function<Vertx, Handler<HttpServerRequest>> handlers) {
    var http = platform.settings().http();
    var framing = new FramingCheck(SecurityHeaders.of(http.publicUrl()), platform.metrics());
    var connections = new ConnectionBounds(http.behindProxy());
    return vertx.deployVerticle(
        () -> {
          var listener = new Listener(http, handlers, framing, connections, live::drain);
          listeners.add(listener);
          return listener;
        },
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }
}
