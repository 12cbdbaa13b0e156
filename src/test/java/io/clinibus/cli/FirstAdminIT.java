package io.clinibus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an empty production database to an administrator who is signed in. */
class FirstAdminIT {

  private static final Pattern LINK =
      Pattern.compile("https://clinic\\.example\\.org/invitation#token=(\\S+)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private URI database;

  @BeforeEach
  void create() {
    database = TestServers.emptyDatabase();
  }

  @Test
  void theLinkOfTheFirstAdministratorSignsIn() {
    assertThat(createAdmin("--email=ada@example.org")).as(text(err)).isZero();
    String token = token();
    try (var node = TestNode.start(TestNode.settings(database), Clock.systemUTC())) {
      RestClient admin = accept(node, token);
      var users = admin.get("/api/users");
      assertThat(users.status()).isEqualTo(200);
      assertThat(users.text("/items/0/email")).isEqualTo("ada@example.org");

      assertThat(createAdmin("--email=eve@example.org")).isEqualTo(1);
      assertThat(createAdmin("--email=ada@example.org")).isEqualTo(1);
      assertThat(text(err)).contains("There is an administrator already");
      assertThat(admin.get("/api/users").body().at("/items")).hasSize(1);
    }
  }

  @Test
  void aLostOrMistypedLinkIsReplaced() {
    assertThat(createAdmin("--email=ada@exmaple.org")).as(text(err)).isZero();
    String mistyped = token();
    assertThat(createAdmin("--email=ada@example.org")).isZero();
    String lost = token();
    assertThat(createAdmin("--email=Ada@example.org", "--name=Ada")).isZero();
    String token = token();
    try (var node = TestNode.start(TestNode.settings(database), Clock.systemUTC())) {
      for (String old : List.of(mistyped, lost)) {
        assertThat(answer(node, old).status()).isEqualTo(400);
      }
      assertThat(answer(node, token).status()).isEqualTo(200);
    }
  }

  @Test
  void theCommandReportsMissingOptions() {
    assertThat(createAdmin()).isEqualTo(2);
    assertThat(createAdmin("--email=nobody")).isEqualTo(1);
    assertThat(command().run(List.of("create-admin", "--email=a@b.org"), Map.of())).isEqualTo(2);
    assertThat(text(err).lines())
        .containsExactly(
            "clinibus: create-admin needs --email=…",
            "clinibus: This is not an e-mail address.",
            "clinibus: create-admin is for production: it needs the settings of a node");
  }

  private int createAdmin(String... options) {
    List<String> arguments = new ArrayList<>(List.of("create-admin"));
    arguments.addAll(List.of(options));
    return command().run(arguments, production());
  }

  private CommandLine command() {
    return new CommandLine(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Map<String, String> production() {
    return Map.of(
        "CLINIBUS_DATABASE_URL",
        database.toString(),
        "CLINIBUS_REDIS_URL",
        "redis://127.0.0.1:1",
        "CLINIBUS_SMTP_URL",
        "smtp://127.0.0.1:1",
        "CLINIBUS_SIGNING_KEY",
        TestKey.file().toString(),
        "CLINIBUS_CREDENTIAL_KEY",
        "credential-key-of-the-tests-0123456789",
        "CLINIBUS_RECORDS_KEY",
        "records-key-of-the-tests-012345678901",
        "CLINIBUS_DOCUMENTS_FOLDER",
        "target/documents",
        "CLINIBUS_PUBLIC_URL",
        "https://clinic.example.org");
  }

  /** The token of the last link that was printed. */
  private String token() {
    return LINK.matcher(text(out))
        .results()
        .reduce((first, second) -> second)
        .map((MatchResult link) -> link.group(1))
        .orElseThrow();
  }

  private static RestClient accept(TestNode node, String token) {
    assertThat(answer(node, token).status()).isEqualTo(200);
    return RestClient.signedIn(node.url(), "ada@example.org", RestClient.PASSWORD);
  }

  private static RestClient.Answer answer(TestNode node, String token) {
    return RestClient.visitor(node.url())
        .post("/api/auth/invitation", Map.of("token", token, "password", RestClient.PASSWORD));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
