package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.RefreshResult;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.IdleLimit;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Interleavings that chance rarely brings about, forced by holding a row's lock meanwhile. */
class SessionRacesIT {

  private static final Caller SYSTEM = Caller.system("test", Instant.MAX);

  private static final Duration SKEW = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final StoredText REASON = new StoredText("Abuse of the staff", null);

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
    waitForLocksAsLongAsATestHoldsThem();
  }

  /** On all connections of the pool. */
  private static void waitForLocksAsLongAsATestHoldsThem() {
    List<SqlConnection> all =
        Stream.generate(() -> await(identity.platform.database().getConnection()))
            .limit(identity.platform.settings().database().poolSize())
            .toList();
    for (SqlConnection connection : all) {
      await(
          connection
              .query(
                  """
                  SET lock_timeout = 0; SET statement_timeout = 0;
                  SET idle_in_transaction_session_timeout = 0
                  """)
              .execute());
      await(connection.close());
    }
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void aRevocationCoversARefreshInProgressOnANodeWhoseClockIsAhead() {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    byte[] tokenHash = OpaqueTokens.sha256(signedIn.refreshToken());
    var sessions =
        new SessionRepository(
            identity.platform.database(),
            identity.platform.reserved(),
            new IdleLimit(Duration.ZERO));
    var staff = new StaffRepository(identity.platform.database());

    SqlConnection holder = holding("identity.refresh_token", "token_hash", tokenHash);
    Future<RefreshResult> refresh =
        sessions.rotate(
            tokenHash,
            new NewSession(OpaqueTokens.sha256("next"), now().plus(SKEW), Set.of(), null),
            now(),
            SYSTEM);
    untilWaiting(1);
    var block = staff.block(user.id(), false, REASON, now(), SYSTEM);
    untilWaiting(2);
    release(holder);

    OpenSession refreshed = ((RefreshResult.Continued) await(refresh)).session();
    SessionsRevoked revoked = await(block).orElseThrow().revoked();
    assertThat(revoked.notAfter()).isAfterOrEqualTo(refreshed.issuedAt());
    assertThat(await(sessions.end(OpaqueTokens.sha256("next"), now(), SYSTEM))).isEmpty();
  }

  @Test
  void aRefreshThatWaitsForABlockIsRefused() {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    SqlConnection holder = await(identity.platform.database().getConnection());
    await(holder.begin());
    await(SessionStatements.revokeAll(holder, user.id(), now()));
    Future<SignedIn> refresh =
        identity
            .platform
            .bus()
            .request(
                SignInApi.REFRESH,
                new Refresh(signedIn.refreshToken(), null, null),
                identity.visitor);
    untilWaiting(1);
    release(holder);
    await(refresh.otherwiseEmpty());
    assertThat(((Failure) refresh.cause()).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
  }

  @Test
  void aSignInThatWaitsForABlockIsRefused() {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    SqlConnection holder = await(identity.platform.database().getConnection());
    await(holder.begin());
    await(
        holder
            .preparedQuery("UPDATE identity.account SET blocked_at = now() WHERE id = $1")
            .execute(Tuple.of(user.id())));
    Future<SignedIn> login =
        identity
            .platform
            .bus()
            .request(
                SignInApi.LOGIN,
                new SignInApi.Login(user.email(), PASSWORD, null, null),
                identity.visitor);
    untilWaiting(1);
    release(holder);
    await(login.otherwiseEmpty());
    assertThat(((Failure) login.cause()).code()).isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  @Test
  void aSignInAfterARevocationByANodeWhoseClockIsAheadIssuesAValidToken() {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    Instant ahead = now().plus(SKEW);
    identity.sql(
        "INSERT INTO identity.revocation (account_id, not_after) VALUES ($1, $2)",
        Tuple.of(user.id(), ahead.atOffset(ZoneOffset.UTC)));
    assertThat(issuedAt(identity.login(user.email(), PASSWORD))).isAfter(ahead);
    assertThat(issuedAt(identity.refresh(signedIn))).isAfter(ahead);
  }

  private static Instant now() {
    return identity.clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant issuedAt(SignedIn signedIn) {
    byte[] claims = Base64.getUrlDecoder().decode(signedIn.session().accessToken().split("\\.")[1]);
    return Instant.ofEpochMilli(new JsonObject(Buffer.buffer(claims)).getLong("iat_ms"));
  }

  private static SqlConnection holding(String table, String key, byte[] value) {
    SqlConnection connection = await(identity.platform.database().getConnection());
    await(connection.begin());
    await(
        connection
            .preparedQuery("SELECT FROM %s WHERE %s = $1 FOR UPDATE".formatted(table, key))
            .execute(Tuple.of(Buffer.buffer(value))));
    return connection;
  }

  private static void release(SqlConnection connection) {
    Transaction transaction = connection.transaction();
    await(transaction.commit());
    await(connection.close());
  }

  /** Returns once so many statements in this database wait for a lock. */
  private static void untilWaiting(int statements) {
    Instant givingUp = Instant.now().plus(PATIENCE);
    String waiting =
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """;
    while (identity.count(waiting) < statements) {
      assertThat(Instant.now()).as("no session waits for a lock").isBefore(givingUp);
    }
  }
}
