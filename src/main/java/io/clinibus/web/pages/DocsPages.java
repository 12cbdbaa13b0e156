package io.clinibus.web.pages;

import io.clinibus.bus.Json;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.http.SecurityHeaders;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Serves the contracts as YAML, the REST contract in Swagger UI and ReDoc, and a page for each
 * problem type.
 */
public final class DocsPages {

  private static final String SWAGGER = "swagger-ui";
  private static final String REDOC = "redoc";

  /** ReDoc would load its logo from another host, which the policy forbids. */
  private static final String REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";

  private static final String EMPTY_IMAGE =
      "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

  private final ClassPathFiles openApi;
  private final ClassPathFiles asyncApi;
  private final ClassPathFiles own;
  private final ClassPathFiles swagger;
  private final ClassPathFiles redoc;
  private final List<FailureCode> failures;

  /**
   * @param failures the kinds of problem to explain
   */
  public DocsPages(Vertx vertx, List<FailureCode> failures) {
    this.failures = List.copyOf(failures);
    this.openApi = new ClassPathFiles(vertx, "openapi/");
    this.asyncApi = new ClassPathFiles(vertx, "asyncapi/");
    this.own = new ClassPathFiles(vertx, "docs/");
    this.swagger = new ClassPathFiles(vertx, webjar("org.webjars", SWAGGER));
    this.redoc =
        new ClassPathFiles(
            vertx, webjar("org.webjars.npm", REDOC) + "bundles/", Map.of(REDOC_LOGO, EMPTY_IMAGE));
  }

  public void mount(Router router) {
    file(router, "/openapi.yaml", openApi, "clinibus.yaml");
    file(router, "/asyncapi.yaml", asyncApi, "clinibus.yaml");
    page(router, "/docs", "swagger.html");
    file(router, "/docs/swagger.js", own, "swagger.js");
    file(router, "/docs/swagger.css", own, "swagger.css");
    file(router, "/docs/swagger-ui.css", swagger, "swagger-ui.css");
    file(router, "/docs/swagger-ui-bundle.js", swagger, "swagger-ui-bundle.js");
    page(router, "/redoc", "redoc.html");
    file(router, "/redoc/redoc.js", own, "redoc.js");
    file(router, "/redoc/redoc.css", own, "redoc.css");
    file(router, "/redoc/redoc.standalone.js", redoc, "redoc.standalone.js");
    for (FailureCode code : failures) {
      get(router, ProblemResponses.type(code)).handler(context -> explain(context, code));
    }
  }

  private void explain(RoutingContext context, FailureCode code) {
    RequestContext.of(context).route("/problems/{slug}");
    var meaning =
        Json.MAPPER
            .createObjectNode()
            .put("type", ProblemResponses.type(code))
            .put("title", code.title())
            .put("status", code.status());
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(meaning.toPrettyString()));
  }

  private void page(Router router, String path, String name) {
    get(router, path)
        .handler(
            context -> {
              SecurityHeaders.page(context.response().headers(), SecurityHeaders.DOCS);
              send(context, path, own, name);
            });
  }

  private void file(Router router, String path, ClassPathFiles files, String name) {
    get(router, path).handler(context -> send(context, path, files, name));
  }

  private static void send(RoutingContext context, String path, ClassPathFiles files, String name) {
    RequestContext.of(context).route(path);
    files
        .send(context, name, StaticFile.ASK_FIRST)
        .onFailure(cause -> ProblemResponses.send(context, cause));
  }

  private static Route get(Router router, String path) {
    return router
        .route(path)
        .method(io.vertx.core.http.HttpMethod.GET)
        .method(io.vertx.core.http.HttpMethod.HEAD);
  }

  /** The folder of a web jar's files; it contains the version, which the jar's metadata states. */
  private static String webjar(String group, String name) {
    String resource = "META-INF/maven/" + group + "/" + name + "/pom.properties";
    try (InputStream in = DocsPages.class.getClassLoader().getResourceAsStream(resource)) {
      var properties = new Properties();
      properties.load(in);
      return "META-INF/resources/webjars/" + name + "/" + properties.getProperty("version") + "/";
    } catch (IOException | NullPointerException e) {
      throw new IllegalStateException("the web jar " + name + " is not on the class path", e);
    }
  }
}
