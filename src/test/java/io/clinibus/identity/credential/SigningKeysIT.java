package io.clinibus.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signing key is replaced node by node; all sessions stay valid. */
class SigningKeysIT {

  @TempDir Path folder;

  @Test
  void tokensOfEveryConfiguredKeyAreAcceptedInAnyOrder() throws IOException {
    String old = Files.readString(TestKey.file());
    String fresh = TestKey.another();
    URI database = TestServers.newDatabase();
    try (var before = node(database, old + fresh);
        var after = node(database, fresh + old);
        var last = node(database, fresh)) {
      RestClient ofOld = RestClient.registered(before.url(), "a@example.org", "A", "B");
      RestClient ofNew = RestClient.registered(after.url(), "b@example.org", "A", "B");
      for (TestNode node : new TestNode[] {before, after}) {
        assertThat(ofOld.at(node.url()).get("/api/auth/me").status()).isEqualTo(200);
        assertThat(ofNew.at(node.url()).get("/api/auth/me").status()).isEqualTo(200);
        assertThat(RestClient.visitor(node.url()).get("/.well-known/jwks.json").body().at("/keys"))
            .hasSize(2);
      }
      assertThat(ofNew.at(last.url()).get("/api/auth/me").status()).isEqualTo(200);
      assertThat(ofOld.at(last.url()).get("/api/auth/me").status()).isEqualTo(401);
    }
  }

  /** One that does not depend on the signing keys. */
  private static final String RECORDS_KEY = "records-key-of-signing-keys-it-0123456";

  private TestNode node(URI database, String keys) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "keys", ".pem"), keys);
    Settings settings = TestNode.settings(database);
    return TestNode.start(
        SettingsParts.with(
            "signingKey",
            file,
            SettingsParts.with(
                new Settings.Records(List.of(RECORDS_KEY), Optional.empty()), settings)),
        Clock.systemUTC());
  }
}
