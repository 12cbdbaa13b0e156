package io.clinibus.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.clinibus.platform.db.Database;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.SqlWatch;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestServers;
import io.clinibus.web.http.RequestPrelude;
import io.clinibus.web.http.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets of builds in PostgreSQL: storing, serving within bounds, and deleting. */
class StoredAssetsIT {

  private static final String OLD = "Old--Aaa";
  private static final String NEW = "New--Bbb";
  private static final String SHARED = "assets/shared-Cccccccc.js";
  private static final long ANY_SIZE = Long.MAX_VALUE;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SOCKET_BYTES = 16 * 1024;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TestClock clock = new TestClock("2026-11-30T08:00:00Z");
  private final Metrics metrics = new Metrics();
  private Vertx vertx;
  private URI url;
  private Pool database;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    url = TestServers.newDatabase();
    database = pool(url);
  }

  @AfterEach
  void close() {
    BusFixture.await(vertx.close());
  }

  @Test
  void aBuildIsStoredInPartsAndOnce() {
    AppBuild build =
        TestBuild.write(
            StoredAssetsIT.class,
            OLD,
            Map.of(
                TestBuild.script(OLD), TestBuild.bytes("a", 300_000),
                TestBuild.style(OLD), TestBuild.bytes("b", 300_000),
                TestBuild.font(OLD), TestBuild.bytes("c", 300_000)));
    AssetStorageJob job = job(build, TestKey.file());
    assertThat(List.of(run(job), run(job), run(job), run(job)))
        .containsExactly(true, true, false, false);
    assertThat(names())
        .containsExactly(TestBuild.font(OLD), TestBuild.style(OLD), TestBuild.script(OLD));

    sql("UPDATE platform.web_asset SET plain = 'kept'");
    store(build, TestKey.file());
    assertThat(count("plain = 'kept'")).isEqualTo(3);
  }

  @Test
  void assetsThatNoNodeHasServedForADayAreDeleted() {
    AppBuild old = build(OLD);
    AppBuild current = build(NEW);
    store(old, TestKey.file());
    store(current, TestKey.file());
    assertThat(names())
        .containsExactlyInAnyOrder(TestBuild.script(OLD), TestBuild.script(NEW), SHARED);

    clock.advance(Duration.ofHours(23));
    store(current, TestKey.file());
    assertThat(purge()).isZero();
    clock.advance(Duration.ofHours(1));
    assertThat(purge()).as("for a whole day").isZero();

    clock.advance(Duration.ofHours(2));
    assertThat(purge()).isEqualTo(1);
    assertThat(names()).containsExactlyInAnyOrder(TestBuild.script(NEW), SHARED);
    URI node = serve(database, TestKey.file(), ANY_SIZE);
    assertThat(get(node, TestBuild.script(OLD)).statusCode()).isEqualTo(404);
    assertThat(get(node, TestBuild.script(NEW)).statusCode()).isEqualTo(200);
    assertThat(get(node, SHARED).statusCode()).isEqualTo(200);
  }

  @Test
  void aBuildThatWasNotServedForDaysIsStoredAgain() {
    AppBuild build = build(OLD);
    store(build, TestKey.file());
    clock.advance(Duration.ofDays(3));
    assertThat(purge()).isEqualTo(2);
    store(build, TestKey.file());
    assertThat(names()).containsExactlyInAnyOrder(TestBuild.script(OLD), SHARED);
    clock.advance(Duration.ofDays(3));
    store(build, TestKey.file());
    assertThat(purge()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.js",
        "page-short.js",
        "page-Old--Aaa.js.map",
        "page-Old--Aaa",
        "page-Old--Aaa.js%00",
        "a/page-Old--Aaa.js",
        "page-Old'-Aaa.js"
      })
  void namesThatNoBuildGivesDoNotReachTheDatabase(String name) {
    store(build(OLD), TestKey.file());
    try (SqlWatch watch = SqlWatch.over(url)) {
      URI node = serve(pool(watch.url()), TestKey.file(), ANY_SIZE);
      assertThat(get(node, "assets/" + name).statusCode()).isIn(400, 404);
      assertThat(watch.executed()).isEmpty();
      assertThat(get(node, "assets/page-None-Aaa.js").statusCode()).isEqualTo(404);
      assertThat(watch.executed()).hasSize(1);
      assertThat(get(node, TestBuild.script(OLD)).statusCode()).isEqualTo(200);
      assertThat(watch.executed()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void whatWasChangedInTheDatabaseIsNotServed() {
    store(build(OLD), TestKey.file());
    sql("UPDATE platform.web_asset SET plain = 'alert()' WHERE name = '" + SHARED + "'");
    sql(
        """
        INSERT INTO platform.web_asset (name, key_id, code, plain, gzip, brotli, seen_at)
        SELECT 'assets/evil-Aaaaaaaa.js', key_id, code, plain, gzip, brotli, seen_at
          FROM platform.web_asset WHERE name LIKE 'assets/page-%'
        """);
    URI node = serve(database, TestKey.file(), ANY_SIZE);
    try (ExpectedLogs logs = ExpectedLogs.of(StoredAssets.class, "stored asset not authentic")) {
      assertThat(get(node, SHARED).statusCode()).isEqualTo(404);
      assertThat(get(node, SHARED).statusCode()).isEqualTo(404);
      assertThat(get(node, "assets/evil-Aaaaaaaa.js").statusCode()).isEqualTo(404);
      assertThat(logs.events()).hasSize(2);
    }
    assertThat(get(node, TestBuild.script(OLD)).statusCode()).isEqualTo(200);
    assertThat(counted("ALTERED")).isEqualTo(3);
  }

  @Test
  void assetsGoOnBeingServedWhileTheSigningKeyIsReplaced() throws IOException {
    String former = Files.readString(TestKey.file());
    Path both = Files.writeString(folder.resolve("keys"), TestKey.another() + former);
    store(build(OLD), TestKey.file());
    assertThat(get(serve(database, both, ANY_SIZE), SHARED).statusCode()).isEqualTo(200);
    Path fresh = Files.writeString(folder.resolve("fresh"), TestKey.another());
    URI later = serve(database, fresh, ANY_SIZE);
    assertThat(get(later, SHARED).statusCode()).isEqualTo(404);
    store(build(OLD), fresh);
    assertThat(get(serve(database, fresh, ANY_SIZE), SHARED).statusCode()).isEqualTo(200);
    assertThat(get(serve(database, both, ANY_SIZE), SHARED).statusCode()).isEqualTo(200);
  }

  @Test
  void moreThanTheBoundIsNotSentAtOnceAndIsSentLater() {
    store(build(OLD), TestKey.file());
    int bound = 9_000; // twice the script and the shared file, with their encodings
    URI node = serve(database, TestKey.file(), bound);
    for (int i = 0; i < 10; i++) {
      assertThat(get(node, TestBuild.script(OLD)).statusCode()).isEqualTo(200);
      assertThat(get(node, SHARED).statusCode()).isEqualTo(200);
    }
    URI narrow = serve(database, TestKey.file(), 3_000);
    var refused = get(narrow, TestBuild.script(OLD));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(get(narrow, SHARED).statusCode()).isEqualTo(200);
    assertThat(counted("UNAVAILABLE")).isEqualTo(1);
  }

  @Test
  void withoutPostgreSqlTheAnswerIs503AndWhatIsInMemoryIsServed() throws IOException {
    store(build(OLD), TestKey.file());
    assertThat(get(serve(pool(unreachable()), TestKey.file(), ANY_SIZE), SHARED).statusCode())
        .isEqualTo(503);

    Pool lost = pool(url);
    URI node = serve(lost, TestKey.file(), ANY_SIZE);
    assertThat(get(node, SHARED).statusCode()).isEqualTo(200);
    BusFixture.await(lost.close());
    assertThat(get(node, SHARED).statusCode()).isEqualTo(200);
  }

  /** A server that accepts connections and never answers. */
  @Test
  void aPostgreSqlThatHangsIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI hanging = URI.create("postgresql://a:b@127.0.0.1:" + silent.getLocalPort() + "/none");
      URI node = serve(pool(hanging), TestKey.file(), ANY_SIZE, Duration.ofMillis(200));
      assertThat(get(node, SHARED).statusCode()).isEqualTo(503);
      assertThat(counted("UNAVAILABLE")).isEqualTo(1);
    }
  }

  @Test
  void whatASlowClientHasNotReadYetCountsUntilItLeaves() throws IOException {
    int size = 2_000_000;
    AppBuild build =
        TestBuild.write(
            StoredAssetsIT.class,
            NEW,
            Map.of(
                TestBuild.script(NEW), TestBuild.bytes("a", 100),
                TestBuild.font(NEW), TestBuild.bytes("b", size)));
    store(build, TestKey.file());
    URI node = serve(database, TestKey.file(), size + size / 2);
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(SOCKET_BYTES);
      slow.connect(new InetSocketAddress(node.getHost(), node.getPort()));
      slow.getOutputStream()
          .write("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(TestBuild.font(NEW)).getBytes());
      assertThat(slow.getInputStream().read()).isPositive();
      assertThat(get(node, TestBuild.font(NEW)).statusCode()).isEqualTo(503);
      assertThat(get(node, TestBuild.script(NEW)).statusCode()).isEqualTo(200);
    }
    await().until(() -> get(node, TestBuild.font(NEW)).statusCode() == 200);
  }

  @Test
  void everyAssetOfTheReleaseCanBeAskedFor() throws IOException {
    Set<String> assets = AppBuild.OF_RELEASE.assets();
    assumeFalse(assets.isEmpty(), "built without the web app");
    assertThat(assets).allMatch(StoredAssets::isAsset);
  }

  private static URI unreachable() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("postgresql://a:b@127.0.0.1:" + closed.getLocalPort() + "/none");
    }
  }

  /** A build with a script of its own and one that all have. */
  private static AppBuild build(String hash) {
    return TestBuild.write(
        StoredAssetsIT.class,
        hash,
        Map.of(
            TestBuild.script(hash),
            TestBuild.bytes(hash, 3_000),
            TestBuild.script(hash) + ".br",
            TestBuild.bytes(hash, 300),
            TestBuild.script(hash) + ".gz",
            TestBuild.bytes(hash, 400),
            SHARED,
            TestBuild.bytes("shared", 1_000),
            SHARED + ".gz",
            TestBuild.bytes("shared", 200)));
  }

  private void store(AppBuild build, Path keys) {
    AssetStorageJob job = job(build, keys);
    while (run(job)) {
      // the next part
    }
  }

  private AssetStorageJob job(AppBuild build, Path keys) {
    return new AssetStorageJob(
        vertx,
        build,
        new ClassPathFiles(vertx, build.folder()),
        Future.succeededFuture(AssetKeys.read(keys)),
        new AssetRepository(database),
        clock);
  }

  private static boolean run(AssetStorageJob job) {
    return BusFixture.await(job.run());
  }

  private int purge() {
    return BusFixture.await(new RetentionJob(database, clock, AssetRepository.RETENTION).run());
  }

  private Pool pool(URI database) {
    return Database.pool(vertx, new Settings.Database(database, 2));
  }

  /** A server that has no build of its own. */
  private URI serve(Pool from, Path keys, long mostInFlight) {
    return serve(from, keys, mostInFlight, PATIENCE);
  }

  private URI serve(Pool from, Path keys, long mostInFlight, Duration patience) {
    var assets =
        new StoredAssets(
            vertx,
            Future.succeededFuture(AssetKeys.read(keys)),
            new AssetRepository(from),
            metrics,
            mostInFlight,
            patience);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            new RequestPrelude(SecurityHeaders.of(URI.create("http://localhost:8080")), metrics));
    new AppPages(new ClassPathFiles(vertx, "none/"), assets, "default-src 'none'").mount(router);
    HttpServer server =
        BusFixture.await(
            vertx
                .createHttpServer(new HttpServerOptions().setSendBufferSize(SOCKET_BYTES))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/");
  }

  private static HttpResponse<byte[]> get(URI node, String name) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(node.resolve(name)).timeout(Duration.ofSeconds(60)).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int counted(String outcome) {
    return (int) metrics.counter("clinibus.stored.assets", "outcome", outcome).count();
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    sqlRows("SELECT name FROM platform.web_asset").forEach(row -> names.add(row.getString(0)));
    return names;
  }

  private long count(String condition) {
    return sqlRows("SELECT count(*) FROM platform.web_asset WHERE " + condition)
        .iterator()
        .next()
        .getLong(0);
  }

  private void sql(String statement) {
    sqlRows(statement);
  }

  private RowSet<Row> sqlRows(String statement) {
    return BusFixture.await(database.query(statement).execute());
  }
}
