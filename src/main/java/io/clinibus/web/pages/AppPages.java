package io.clinibus.web.pages;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.http.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves the app: its files, those of other builds that pages of other nodes and of a former
 * release ask for, and its HTML page for every address of the app.
 */
public final class AppPages {

  private static final String PAGE = "index.html";
  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Clinibus</title>
      <h1>Clinibus</h1>
      <p>This node was built without its web app. The API answers: <a href="/docs">read and try it</a>.</p>
      </html>
      """;

  private final ClassPathFiles files;
  private final StoredAssets stored;
  private final String policy;
  private final boolean built;

  /**
   * @param stored what other builds have
   * @param policy the Content-Security-Policy of its page
   */
  AppPages(ClassPathFiles files, StoredAssets stored, String policy) {
    this.files = files;
    this.stored = stored;
    this.policy = policy;
    this.built = files.has(PAGE);
  }

  /** Mount last: matches every address that no other route serves. */
  public void mount(Router router) {
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::serve);
    router
        .route()
        .handler(context -> ProblemResponses.send(context, Failure.of(CommonFailures.NOT_FOUND)));
  }

  private void serve(RoutingContext context) {
    RequestContext.of(context).route("app");
    SecurityHeaders.page(context.response().headers(), policy);
    String name = context.normalizedPath().substring(1);
    if (name.isEmpty()) {
      page(context);
    } else if (name.startsWith("assets/")) {
      asset(context, name);
    } else if (built) {
      files
          .send(context, name, StaticFile.ASK_FIRST)
          .onFailure(absent -> pageOrNothing(context, name));
    } else {
      pageOrNothing(context, name);
    }
  }

  private void asset(RoutingContext context, String name) {
    files
        .send(context, name, StaticFile.IMMUTABLE)
        .recover(
            cause ->
                cause instanceof Failure ? stored.send(context, name) : Future.failedFuture(cause))
        .onFailure(
            cause -> {
              if (!context.response().ended()) { // Else the client has left.
                ProblemResponses.send(context, cause);
              }
            });
  }

  /** A browser's navigation gets the app; other requests get a failure. */
  private void pageOrNothing(RoutingContext context, String name) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    boolean isPage = !name.equals("assets") && !name.startsWith(".well-known/");
    if (isPage && accept != null && accept.contains("text/html")) {
      page(context);
    } else {
      ProblemResponses.send(
          context, Failure.of(CommonFailures.NOT_FOUND, "There is no such page."));
    }
  }

  private void page(RoutingContext context) {
    if (built) {
      files
          .send(context, PAGE, StaticFile.ASK_FIRST)
          .onFailure(cause -> ProblemResponses.send(context, cause));
    } else {
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(NOT_BUILT);
    }
  }
}
