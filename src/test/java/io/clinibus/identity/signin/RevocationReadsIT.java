package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SessionsApi.Revocations;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Logout;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The revocations that nodes read every second: each once, however late it is committed. */
class RevocationReadsIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void aReadListsOnlyWhatWasCommittedSinceThePreviousRead() {
    UUID first = revoked(identity.someone());
    Revocations all = read(null);
    UUID second = revoked(identity.someone());
    Revocations next = read(all.read());

    assertThat(users(all)).contains(first);
    assertThat(users(next)).containsExactly(second);
    assertThat(users(read(next.read()))).isEmpty();
  }

  @Test
  void aRevocationThatIsRepeatedIsListedAgain() {
    SignedIn signedIn = identity.someone();
    UUID user = revoked(signedIn);
    Revocations before = read(null);

    sql(
        "UPDATE identity.revocation SET not_after = not_after + interval '1 s'"
            + " WHERE account_id = $1",
        user);

    assertThat(users(read(before.read()))).containsExactly(user);
  }

  @Test
  void aRevocationThatALongTransactionCommitsLateIsListed() {
    SignedIn early = identity.someone();
    SqlConnection connection = await(identity.platform.database().getConnection());
    Transaction open = await(connection.begin());
    await(connection.query("SET LOCAL idle_in_transaction_session_timeout = 0").execute());
    await(
        connection
            .preparedQuery(
                "INSERT INTO identity.revocation (account_id, not_after) VALUES ($1, $2)")
            .execute(
                Tuple.of(
                    early.session().user().id(),
                    identity.clock.instant().atOffset(ZoneOffset.UTC))));
    revoked(identity.someone());
    Revocations meanwhile = read(read(null).read());
    assertThat(users(meanwhile)).isEmpty();

    await(open.commit());
    await(connection.close());

    Revocations after = read(meanwhile.read());
    assertThat(users(after)).containsExactly(early.session().user().id());
    assertThat(users(read(after.read()))).isEmpty();
  }

  @Test
  void aRequestOfAnEarlierReleaseGetsEveryRevocation() {
    UUID first = revoked(identity.someone());
    UUID second = revoked(identity.someone());

    assertThat(users(read(null))).contains(first, second);
    assertThat(users(read(null))).contains(first, second);
  }

  @Test
  void aSnapshotThatIsAheadOfTheServerListsEveryRevocation() {
    UUID user = revoked(identity.someone());

    Revocations restored = read("900000000000:900000000000:");

    assertThat(users(restored)).contains(user);
    assertThat(users(read(restored.read()))).isEmpty();
  }

  private static Revocations read(String read) {
    return identity.ask(SessionsApi.REVOCATIONS, new ListRevocations(read));
  }

  private static List<UUID> users(Revocations revocations) {
    return revocations.revocations().stream().map(SessionsRevoked::userId).toList();
  }

  private static UUID revoked(SignedIn signedIn) {
    identity.ask(SignInApi.LOGOUT, new Logout(signedIn.refreshToken()));
    return signedIn.session().user().id();
  }

  private static void sql(String statement, UUID user) {
    identity.sql(statement, Tuple.of(user));
  }
}
