package io.clinibus.web;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.http.RequestPrelude;
import io.clinibus.web.http.SecurityHeaders;
import io.clinibus.web.live.socket.LiveServer;
import io.clinibus.web.pages.AppPages;
import io.clinibus.web.pages.DocsPages;
import io.clinibus.web.rest.ApiHandler;
import io.clinibus.web.rest.PublicReadCache;
import io.clinibus.web.rest.RefreshCookie;
import io.clinibus.web.rest.VisitorCookie;
import io.clinibus.web.security.Authentication;
import io.clinibus.web.security.IdentityCache;
import io.clinibus.web.security.RefusalAudit;
import io.clinibus.web.security.RequestRateLimits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Routes of the API's operations, the documentation and the app. */
final class Routes {

  private final Bus bus;
  private final IdentityCache identity;
  private final Authentication authentication;
  private final RequestRateLimits traffic;
  private final URI publicUrl;
  private final Metrics metrics;
  private final RefusalAudit refusals;
  private final PublicReadCache known = new PublicReadCache();

  Routes(
      Bus bus,
      IdentityCache identity,
      Authentication authentication,
      RequestRateLimits traffic,
      RefusalAudit refusals,
      URI publicUrl,
      Metrics metrics) {
    this.metrics = metrics;
    this.refusals = refusals;
    this.bus = bus;
    this.identity = identity;
    this.authentication = authentication;
    this.traffic = traffic;
    this.publicUrl = publicUrl;
  }

  /** A router for one event loop; its handlers are shared. */
  Router router(
      Vertx vertx, List<Endpoint<?, ?>> endpoints, LiveServer live, DocsPages docs, AppPages app) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(new RequestPrelude(SecurityHeaders.of(publicUrl), metrics))
        .handler(known)
        .failureHandler(context -> ProblemResponses.send(context, cause(context)));
    mostAskedFirst(endpoints).forEach(endpoint -> serve(router, endpoint));
    byPath(endpoints).forEach((path, methods) -> refuseOtherMethods(router, path, methods));
    router.get(LiveServer.PATH).handler(context -> live(context, live));
    router
        .route("/api/*")
        .handler(context -> ProblemResponses.send(context, Failure.of(CommonFailures.NOT_FOUND)));
    router.get("/.well-known/jwks.json").handler(this::keys);
    docs.mount(router);
    app.mount(router);
    return router;
  }

  /**
   * The router tries routes in order, so the most frequent ones, public reads, come first. Of the
   * others those without parameters do: they are compared, the others matched as expressions.
   */
  private static List<Endpoint<?, ?>> mostAskedFirst(List<Endpoint<?, ?>> endpoints) {
    Comparator<Endpoint<?, ?>> publicReadsFirst =
        Comparator.comparing(endpoint -> !(endpoint.isRead() && endpoint.access().anyone()));
    return endpoints.stream()
        .sorted(publicReadsFirst.thenComparing(endpoint -> endpoint.path().contains("{")))
        .toList();
  }

  private <Q extends Record, R extends Record> void serve(Router router, Endpoint<Q, R> endpoint) {
    var route = router.route(template(endpoint.path())).method(endpoint.method());
    if (endpoint.isRead()) {
      route.method(HttpMethod.HEAD);
    }
    route.handler(
        new ApiHandler<>(
            endpoint,
            bus,
            authentication,
            traffic,
            refusals,
            RefreshCookie.of(endpoint, publicUrl),
            VisitorCookie.of(endpoint, publicUrl),
            known));
  }

  private static Map<String, Set<String>> byPath(List<Endpoint<?, ?>> endpoints) {
    return endpoints.stream()
        .collect(
            Collectors.groupingBy(
                Endpoint::path,
                LinkedHashMap::new,
                Collectors.mapping(
                    endpoint -> endpoint.method().name(), Collectors.toCollection(TreeSet::new))));
  }

  private static void refuseOtherMethods(Router router, String path, Set<String> offered) {
    Set<String> methods = new TreeSet<>(offered);
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    String allow = String.join(", ", methods);
    router
        .route(template(path))
        .handler(
            context -> {
              RequestContext.of(context).route(path);
              context.response().putHeader(HttpHeaders.ALLOW, allow);
              if (context.request().method() == HttpMethod.OPTIONS) {
                context.response().setStatusCode(204).end();
              } else {
                ProblemResponses.send(context, Failure.of(CommonFailures.METHOD_NOT_ALLOWED));
              }
            });
  }

  private static void live(RoutingContext context, LiveServer live) {
    RequestContext.of(context).route(LiveServer.PATH);
    live.handle(context);
  }

  private void keys(RoutingContext context) {
    RequestContext.of(context).route("/.well-known/jwks.json");
    if (identity.keys() == null) {
      ProblemResponses.send(context, Failure.of(CommonFailures.UNAVAILABLE));
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/jwk-set+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .end(Buffer.buffer(Json.MAPPER.valueToTree(identity.keys()).toString()));
  }

  private static Throwable cause(RoutingContext context) {
    return context.failure() != null
        ? context.failure()
        : new io.vertx.ext.web.handler.HttpException(context.statusCode());
  }

  /** Converts the contract's {@code {name}} to the router's {@code :name}. */
  private static String template(String path) {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }
}
