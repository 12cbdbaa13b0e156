package io.clinibus.identity.account;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.testing.QuickHasher;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmailKeysIT {

  private static final String HASH = new QuickHasher().hash(PASSWORD);
  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @BeforeEach
  void forget() {
    identity.sql("TRUNCATE identity.account CASCADE", Tuple.tuple());
  }

  @Test
  void theMigrationMakesTheKeysThatTheClassMakes() throws Exception {
    existing("Ana.Byron@Example.ORG");
    existing("ben@example.org");
    existing("M\u00fcller@example.org");
    migrate();
    assertThat(keys()).containsExactly("ana.byron@example.org", "ben@example.org", null);
    await(new EmailKeyRepository(identity.platform.database()).fill());
    assertThat(keys())
        .containsExactly("ana.byron@example.org", "ben@example.org", "m\u00fcller@example.org");
    assertThat(keys()).isEqualTo(emails().stream().map(EmailKey::of).toList());
  }

  @Test
  void twoAccountsWithOneKeyBothSignIn() throws Exception {
    identity.sql("DROP INDEX identity.account_email", Tuple.tuple());
    UUID older = existing("ana@example.org");
    UUID later = existing("ANA@example.org");
    UUID composed = existing("m\u00fcller@example.org");
    UUID decomposed = existing("mu\u0308ller@example.org");
    migrate();
    var repository = new EmailKeyRepository(identity.platform.database());
    await(repository.fill());
    await(repository.fill());
    assertThat(keys()).containsExactly("ana@example.org", null, "m\u00fcller@example.org", null);
    assertThat(signedIn("ana@example.org")).isEqualTo(older);
    assertThat(signedIn("Ana@example.org")).isEqualTo(older);
    assertThat(signedIn("ANA@example.org")).isEqualTo(later);
    assertThat(signedIn("m\u00fcller@example.org")).isEqualTo(composed);
    assertThat(signedIn("mu\u0308ller@example.org")).isEqualTo(decomposed);
    identity.ask(RegistrationApi.REGISTER, IdentityFixture.registration("aNa@example.org"));
    assertThat(identity.mails("ana@example.org")).containsExactly("ACCOUNT_EXISTS");
    identity.sql("TRUNCATE identity.account CASCADE", Tuple.tuple());
    identity.sql(
        "CREATE UNIQUE INDEX account_email ON identity.account (lower(email))", Tuple.tuple());
  }

  @Test
  void whatAnEarlierReleaseHasCreatedIsFoundAndTaken() {
    UUID id = existing("ana@example.org");
    assertThat(signedIn("ana@example.org")).isEqualTo(id);
    identity.ask(RegistrationApi.REGISTER, IdentityFixture.registration("Ana@example.org"));
    assertThat(identity.mails("ana@example.org")).containsExactly("ACCOUNT_EXISTS");
  }

  private static UUID signedIn(String email) {
    return identity.login(email, PASSWORD).session().user().id();
  }

  /** An account as an earlier release creates it. */
  private static UUID existing(String email) {
    UUID id = UUID.randomUUID();
    identity.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash, created_at)
        VALUES ($1, $2, 'Ana', '{PHARMACIST}', $3,
          now() + (SELECT count(*) FROM identity.account) * interval '1 second')
        """,
        Tuple.of(id, email, HASH));
    return id;
  }

  private static void migrate() throws Exception {
    identity.sql("ALTER TABLE identity.account DROP COLUMN email_key CASCADE", Tuple.tuple());
    run("V20261129_3__email_keys.sql");
    run("R__0_identity_published.sql");
  }

  private static void run(String migration) throws Exception {
    try (var script =
        EmailKeysIT.class.getResourceAsStream("/db/migration/identity/" + migration)) {
      await(
          identity
              .platform
              .database()
              .query(new String(script.readAllBytes(), StandardCharsets.UTF_8))
              .execute());
    }
  }

  private static List<String> keys() {
    return column("email_key");
  }

  private static List<String> emails() {
    return column("email");
  }

  private static List<String> column(String name) {
    List<String> values = new ArrayList<>();
    for (Row row :
        identity.sql(
            "SELECT " + name + " FROM identity.account ORDER BY created_at", Tuple.tuple())) {
      values.add(row.getString(0));
    }
    return values;
  }
}
