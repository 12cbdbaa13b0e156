package io.clinibus.bench.limit;

import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import java.net.URI;

/** The least that a server with a database has to start: Vert.x, a pool, a port. */
public final class BareStartServer {

  private BareStartServer() {}

  /**
   * @param arguments the database's URL and the port
   */
  public static void main(String... arguments) {
    Vertx vertx = Vertx.vertx();
    int port = Integer.parseInt(arguments[1]);
    Database.pool(vertx, new Settings.Database(URI.create(arguments[0]), 16))
        .query("SELECT 1")
        .execute()
        .compose(
            rows ->
                vertx
                    .createHttpServer()
                    .requestHandler(request -> request.response().end("bare"))
                    .listen(port, "127.0.0.1"))
        .onSuccess(opened -> System.out.println("bare start is ready at http://127.0.0.1:" + port));
  }
}
