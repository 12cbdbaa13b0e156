package io.clinibus.bench.limit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The least that shows a text in a browser: files of a folder, compressed as they are sent. */
public final class BareStaticServer {

  private static final Pattern NAME = Pattern.compile("/[a-z]+");

  private BareStaticServer() {}

  /**
   * @param arguments the port and the folder
   */
  public static void main(String... arguments) {
    int port = Integer.parseInt(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .createHttpServer(new HttpServerOptions().setCompressionSupported(true))
        .requestHandler(request -> answer(request, folder))
        .listen(port, "127.0.0.1")
        .onSuccess(opened -> System.out.println("bare pages is ready at http://127.0.0.1:" + port));
  }

  private static void answer(HttpServerRequest request, Path folder) {
    Path file = folder.resolve(request.path().substring(1) + ".html");
    if (NAME.matcher(request.path()).matches() && Files.exists(file)) {
      request.response().putHeader("Content-Type", "text/html; charset=utf-8").sendFile(file.toString());
    } else {
      request.response().setStatusCode(404).end();
    }
  }
}
