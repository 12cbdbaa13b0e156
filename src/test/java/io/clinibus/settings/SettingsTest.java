package io.clinibus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.node.Modules;
import io.clinibus.testing.TestKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path folder;

  @Test
  void withoutSettingsANodeRunsOnThisMachineOnly() throws Exception {
    Configuration configuration = SettingsReader.read(List.of(), Map.of(), Modules.ALL.roles());

    assertThat(configuration.embedded()).isTrue();
    assertThat(configuration.demo()).isTrue();
    assertThat(configuration.jsonLog()).isFalse();
    assertThat(configuration.http().endpoint()).isEqualTo(new Settings.Endpoint("127.0.0.1", 8080));
    assertThat(configuration.management()).isEqualTo(new Settings.Endpoint("127.0.0.1", 9080));
    assertThat(configuration.http().publicUrl()).hasToString("http://localhost:8080");
    assertThat(configuration.data()).isAbsolute().hasFileName("data");
  }

  @Test
  void optionsOverrideTheEnvironmentWhichOverridesTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("c.properties"), "port=1\nhost=h1\nlog=json\n");

    Configuration configuration =
        SettingsReader.read(
            List.of("--port=3", "--config=" + file),
            Map.of("CLINIBUS_PORT", "2", "CLINIBUS_HOST", "h2"),
            Modules.ALL.roles());

    assertThat(configuration.http().endpoint()).isEqualTo(new Settings.Endpoint("h2", 3));
    assertThat(configuration.jsonLog()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port=abc                         | CLINIBUS_PORT (--port): must be a whole number from 0 to 65535, not "abc"
          --port=70000                       | CLINIBUS_PORT (--port): must be a whole number from 0 to 65535, not "70000"
          --port=-1                          | CLINIBUS_PORT (--port): must be a whole number from 0 to 65535, not "-1"
          --port=tcp://10.0.0.1:80           | enableServiceLinks: false
          --host=a b                         | CLINIBUS_HOST (--host): must be a host name or an IP address
          --management-port=x                | CLINIBUS_MANAGEMENT_PORT (--management-port)
          --public-url=clinic.example        | CLINIBUS_PUBLIC_URL (--public-url): must be a URL that begins with http:// or https://
          --public-url=https://c.example/app | CLINIBUS_PUBLIC_URL (--public-url): must be only scheme, host and port
          --tls-certificate=pom.xml          | CLINIBUS_TLS_KEY (--tls-key): is required together with CLINIBUS_TLS_CERTIFICATE
          --tls-key=pom.xml                  | CLINIBUS_TLS_CERTIFICATE (--tls-certificate): is required together with CLINIBUS_TLS_KEY
          --behind-proxy=yes                 | CLINIBUS_BEHIND_PROXY (--behind-proxy): must be false or true, not "yes"
          --demo=1                           | CLINIBUS_DEMO (--demo): must be false or true, not "1"
          --image-hosts=https://a.example    | CLINIBUS_IMAGE_HOSTS (--image-hosts): must be host names with a comma between
          --image-hosts=a.example 'self'     | CLINIBUS_IMAGE_HOSTS (--image-hosts): must be host names with a comma between
          --requests-per-minute=0            | CLINIBUS_REQUESTS_PER_MINUTE
          --database-pool=0                  | CLINIBUS_DATABASE_POOL
          --log=xml                          | CLINIBUS_LOG (--log): must be json or text, not "xml"
          --mail-sender=clinic               | CLINIBUS_MAIL_SENDER (--mail-sender): must be an e-mail address
          --config=nowhere.properties        | CLINIBUS_CONFIG (--config): must be a readable properties file
          --prot=1                           | Option --prot: there is no such setting; see --help
          --port                             | Option --port: write it as --name=value
          serve                              | Option serve: write it as --name=value
          --redis-url=redis://h              | CLINIBUS_REDIS_URL (--redis-url): is for production: set CLINIBUS_DATABASE_URL too
          --signing-key=pom.xml              | CLINIBUS_SIGNING_KEY (--signing-key): is for production
          --credential-key=an-example-of-thirty-two-chars-77 | CLINIBUS_CREDENTIAL_KEY (--credential-key): is for production
          --records-key=an-example-of-thirty-two-chars-7777 | CLINIBUS_RECORDS_KEY (--records-key): is for production
          --records-vault-ca=pom.xml         | CLINIBUS_RECORDS_VAULT_URL (--records-vault-url): is required together with CLINIBUS_RECORDS_VAULT_CA
          --staff-second-factor=yes          | CLINIBUS_STAFF_SECOND_FACTOR (--staff-second-factor): must be false or true
          --cluster=cluster.xml              | CLINIBUS_CLUSTER (--cluster): the nodes of a cluster share one database
          --cluster-port=5702                | CLINIBUS_CLUSTER_PORT (--cluster-port): is for a cluster: set CLINIBUS_CLUSTER too
          --roles=web                        | CLINIBUS_CLUSTER (--cluster): is required for a node that does not run everything
          --roles=webb                       | CLINIBUS_ROLES (--roles): must be some of patients, scheduling, directory, identity, reports, notifications, audit, privacy, records, prescriptions, documents, web; not "webb"
          --node=my node                     | CLINIBUS_NODE (--node): must be up to 80 letters, digits, dots and dashes
          --drain-seconds=301                | CLINIBUS_DRAIN_SECONDS
          """)
  void eachInvalidSettingIsReportedInOneLineByName(String option, String message) {
    assertThat(problems(List.of(option), Map.of())).hasSize(1).first().asString().contains(message);
  }

  @Test
  void certificateAndKeyMustBeReadable() {
    assertThat(
            problems(List.of("--tls-certificate=nowhere.pem", "--tls-key=neither.pem"), Map.of()))
        .containsExactly(
            "CLINIBUS_TLS_CERTIFICATE (--tls-certificate): must be a readable PEM file, but"
                + " nowhere.pem is not",
            "CLINIBUS_TLS_KEY (--tls-key): must be a readable PEM file, but neither.pem is not");
  }

  @Test
  void anInvalidLineIsReportedWithItsFile() throws Exception {
    Path file = Files.writeString(folder.resolve("c.properties"), "colour=blue\n");

    assertThat(problems(List.of("--config=" + file), Map.of()))
        .containsExactly(file + ", colour: there is no such setting; see --help");
  }

  @Test
  void allInvalidSettingsAreReportedTogether() {
    assertThat(problems(List.of("--port=x", "--log=x"), Map.of("CLINIBUS_DEMO", "x"))).hasSize(3);
  }

  @Test
  void aCompleteProductionNodeIsAccepted() throws Exception {
    Configuration configuration = SettingsReader.read(List.of(), production(), Modules.ALL.roles());

    assertThat(configuration.embedded()).isFalse();
    assertThat(configuration.demo()).isFalse();
    assertThat(configuration.jsonLog()).isTrue();
    Settings settings = configuration.with(configuration.given().orElseThrow());
    assertThat(settings.mail().sender()).isEqualTo("no-reply@clinic.example.org");
    assertThat(settings.toString() + configuration + settings.database())
        .doesNotContain("correct-horse");
  }

  @Test
  void aNodeOfAClusterHasAnAddressAndRoles() throws Exception {
    var environment = production();
    environment.put("CLINIBUS_CLUSTER", "cluster.xml");
    environment.put("CLINIBUS_CLUSTER_MEMBERS", "node-a.clinic, 10.0.3.2:5702");
    environment.put("CLINIBUS_NODE", "node-b");
    environment.put("CLINIBUS_ROLES", "web, scheduling");

    Settings.Node node = SettingsReader.read(List.of(), environment, Modules.ALL.roles()).node();

    assertThat(node.name()).isEqualTo("node-b");
    assertThat(node.roles()).containsExactlyInAnyOrder(Modules.WEB, "scheduling");
    assertThat(node.drain()).hasSeconds(5);
    assertThat(node.cluster())
        .hasValueSatisfying(
            cluster -> {
              assertThat(cluster.host()).isEqualTo("127.0.0.1");
              assertThat(cluster.port()).isEqualTo(5701);
              assertThat(cluster.members()).isEqualTo("node-a.clinic, 10.0.3.2:5702");
              assertThat(cluster.tls()).isEmpty();
            });
  }

  @Test
  void clusterSettingsAreValidated() {
    var environment = production();
    environment.put("CLINIBUS_CLUSTER", "nowhere.xml");
    environment.put("CLINIBUS_CLUSTER_TLS_KEY", "pom.xml");
    assertThat(problems(List.of(), environment))
        .anySatisfy(line -> assertThat(line).contains("nowhere.xml is not"));
    environment.put("CLINIBUS_CLUSTER", "cluster.xml");
    environment.put("CLINIBUS_CLUSTER_MEMBERS", "a b");
    environment.put("CLINIBUS_CLUSTER_INTERFACE", "eth0");
    assertThat(problems(List.of(), environment))
        .hasSize(5)
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_SECRET"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_MEMBERS"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_INTERFACE"))
        .anySatisfy(
            line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_TLS_CERTIFICATE").contains("TLS"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_TLS_AUTHORITY"));
  }

  @ParameterizedTest
  @CsvSource({
    "CLINIBUS_REDIS_URL",
    "CLINIBUS_SMTP_URL",
    "CLINIBUS_SIGNING_KEY",
    "CLINIBUS_CREDENTIAL_KEY",
    "CLINIBUS_RECORDS_KEY",
    "CLINIBUS_DOCUMENTS_FOLDER",
    "CLINIBUS_PUBLIC_URL"
  })
  void aProductionNodeRequiresItsSettings(String variable) {
    Map<String, String> environment = production();
    environment.remove(variable);

    assertThat(problems(List.of(), environment))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(variable)
        .contains("is required in production");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLINIBUS_DATABASE_URL | mysql://u:correct-horse-9@h/d               | begins with postgres:// or postgresql://
          CLINIBUS_DATABASE_URL | postgresql://u:correct-horse-9@h            | must name a database
          CLINIBUS_DATABASE_URL | postgresql://db.example/clinic              | must hold a user and a password
          CLINIBUS_DATABASE_URL | postgresql://clinic@db.example/clinic       | must hold a user and a password
          CLINIBUS_DATABASE_URL | postgresql://clinic:@127.0.0.1/clinic       | must hold a user and a password
          CLINIBUS_DATABASE_URL | postgresql://clinic:clinic@db.example/d     | the password is weak
          CLINIBUS_DATABASE_URL | postgresql://clinic:changeme123456@db.ex/d  | the password is weak
          CLINIBUS_DATABASE_URL | postgresql://clinic:aaaaaaaaaaaaaa@db.ex/d  | the password is weak
          CLINIBUS_DATABASE_URL | postgresql://clinic:short-one@db.example/d  | the password is weak
          CLINIBUS_DATABASE_URL | postgresql://clinic:correct-horse-9@db.ex/d?sslmode=disable   | sslmode must be verify-full
          CLINIBUS_DATABASE_URL | postgresql://clinic:correct-horse-9@db.ex/d?sslmode=require   | sslmode must be verify-full
          CLINIBUS_DATABASE_URL | postgresql://clinic:correct-horse-9@db.ex/d?sslmode=prefer    | sslmode must be verify-full
          CLINIBUS_DATABASE_URL | postgresql://clinic:correct-horse-9@db.ex/d?sslmode=verify-ca | sslmode must be verify-full
          CLINIBUS_DATABASE_URL | postgresql://clinic:correct-horse-9@db.ex/d?a=b&sslfactory=x  | no TLS parameter but sslmode
          CLINIBUS_DATABASE_URL | postgresql://u:correct-horse-9@127.0.0.1/d?sslmode=prefer     | sslmode must be verify-full
          CLINIBUS_DATABASE_CA  | nowhere.pem                                 | must be a readable PEM file
          CLINIBUS_REDIS_CA     | nowhere.pem                                 | must be a readable PEM file
          CLINIBUS_SMTP_CA      | nowhere.pem                                 | must be a readable PEM file
          CLINIBUS_REDIS_URL    | redis://:secret@redis.example.org           | must begin with rediss://
          CLINIBUS_REDIS_URL    | http://h                                    | begins with redis:// or rediss://
          CLINIBUS_REDIS_URL    | redis://redis.example.org:6379              | must hold a password
          CLINIBUS_REDIS_URL    | rediss://clinic@redis.example.org           | must hold a password
          CLINIBUS_REDIS_URL    | redis://:@redis.example.org                 | must hold a password
          CLINIBUS_SMTP_URL     | mail.example.org                            | begins with smtp:// or smtps://
          CLINIBUS_PUBLIC_URL   | http://clinic.example.org                   | must be an https:// address
          CLINIBUS_DEMO         | true                                        | is refused in production
          CLINIBUS_SIGNING_KEY  | nowhere.pem                                 | must be a readable PEM file
          CLINIBUS_SIGNING_KEY  | pom.xml                                     | must be an RSA private key in PKCS #8
          """)
  void aProductionNodeRefusesWeakOrInvalidSettings(String variable, String value, String message) {
    Map<String, String> environment = production();
    environment.put(variable, value);

    assertThat(problems(List.of(), environment))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(variable)
        .contains(message)
        .doesNotContain("correct-horse");
  }

  @Test
  void onThisMachineADatabasePasswordMayBeSimpleAndThePublicUrlPlain() throws Exception {
    Map<String, String> environment = production();
    environment.put("CLINIBUS_DATABASE_URL", "postgresql://postgres:postgres@127.0.0.1/clinic");
    environment.put("CLINIBUS_REDIS_URL", "redis://127.0.0.1:6379");
    environment.put("CLINIBUS_PUBLIC_URL", "http://localhost:8080");

    assertThat(SettingsReader.read(List.of(), environment, Modules.ALL.roles()).embedded())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 1024, 'must have 2048 bits or more; this key has 1024 only'",
    "EC, 256, must be an RSA key"
  })
  void aWeakOrForeignSigningKeyIsRefused(String algorithm, int bits, String message)
      throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    String body =
        Base64.getMimeEncoder()
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Path file =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    Map<String, String> environment = production();
    environment.put("CLINIBUS_SIGNING_KEY", file.toString());

    assertThat(problems(List.of(), environment)).hasSize(1).first().asString().contains(message);
  }

  @Test
  void servicesOnOtherHostsAreEncryptedAndVerified() throws Exception {
    Settings other = settings(production());
    assertThat(other.database().tls()).isTrue();
    assertThat(other.redis().tls()).isTrue();
    assertThat(other.mail().tls()).isTrue();

    Map<String, String> environment = production();
    environment.put("CLINIBUS_DATABASE_URL", "postgresql://u:p@127.0.0.1/clinic");
    environment.put("CLINIBUS_REDIS_URL", "redis://localhost");
    environment.put("CLINIBUS_SMTP_URL", "smtp://localhost");
    Settings here = settings(environment);
    assertThat(here.database().tls()).isFalse();
    assertThat(here.redis().tls()).isFalse();
    assertThat(here.mail().tls()).isFalse();

    environment.put("CLINIBUS_DATABASE_URL", "postgresql://u:p@localhost/c?sslmode=verify-full");
    environment.put("CLINIBUS_SMTP_URL", "smtp://user:password@localhost");
    assertThat(settings(environment).database().tls()).isTrue();
    assertThat(settings(environment).mail().tls()).isTrue();
    environment.put("CLINIBUS_SMTP_URL", "smtp://mail.example.org");
    assertThat(settings(environment).mail().tls()).isTrue();
  }

  @Test
  void aClusterOffThisMachineIsEncryptedAndSigned() throws Exception {
    Map<String, String> environment = production();
    environment.put("CLINIBUS_CLUSTER", "cluster.xml");
    environment.put("CLINIBUS_CLUSTER_INTERFACE", "10.0.3.*");
    assertThat(problems(List.of(), environment))
        .hasSize(2)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("CLINIBUS_CLUSTER_TLS_CERTIFICATE")
                    .contains("CLINIBUS_CLUSTER_PLAIN=accepted"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_SECRET"));

    environment.put("CLINIBUS_CLUSTER_PLAIN", "yes");
    environment.put("CLINIBUS_CLUSTER_SECRET", "short");
    assertThat(problems(List.of(), environment))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLUSTER_PLAIN"))
        .anySatisfy(line -> assertThat(line).contains("32 characters or more"));

    String first = "a".repeat(32);
    String second = "b".repeat(32);
    environment.put("CLINIBUS_CLUSTER_PLAIN", "accepted");
    environment.put("CLINIBUS_CLUSTER_SECRET", first + ", " + second);
    var cluster = SettingsReader.read(List.of(), environment, Modules.ALL.roles()).node().cluster();
    assertThat(cluster.orElseThrow().secret())
        .contains(new Settings.ClusterSecret(List.of(first, second), false));
    assertThat(cluster.toString()).doesNotContain(first);
  }

  @Test
  void staffNeedASecondFactorInProductionOnly() throws Exception {
    assertThat(factors(List.of(), production()).requiredForStaff()).isTrue();
    assertThat(factors(List.of("--staff-second-factor=false"), production()).requiredForStaff())
        .isFalse();
    assertThat(factors(List.of(), Map.of()).requiredForStaff()).isFalse();
  }

  @Test
  void credentialKeysAreLongAndMayBeSeveral() throws Exception {
    var environment = production();
    environment.put("CLINIBUS_CREDENTIAL_KEY", "a".repeat(32) + ",short");
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .startsWith("CLINIBUS_CREDENTIAL_KEY")
        .contains("32 characters or more")
        .doesNotContain("short");
    environment.put("CLINIBUS_CREDENTIAL_KEY", "a".repeat(32) + " , " + "b".repeat(32));
    assertThat(factors(List.of(), environment).keys())
        .containsExactly("a".repeat(32), "b".repeat(32));
    assertThat(factors(List.of(), environment).toString()).doesNotContain("aaa");
  }

  @Test
  void recordsKeysAreLongAndMayBeSeveral() throws Exception {
    var environment = production();
    environment.put("CLINIBUS_RECORDS_KEY", "short," + "a".repeat(32));
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .startsWith("CLINIBUS_RECORDS_KEY")
        .contains("32 characters or more")
        .doesNotContain("short");
    environment.put("CLINIBUS_RECORDS_KEY", "a".repeat(32) + "," + "b".repeat(32));
    Settings.Records records = settings(environment).records();
    assertThat(records.keys()).containsExactly("a".repeat(32), "b".repeat(32));
    assertThat(records.vault()).isEmpty();
    assertThat(records.toString()).doesNotContain("aaa");
  }

  @Test
  void aVaultMayWrapInsteadOfAKey() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "hvs.a-token");
    var environment = production();
    environment.remove("CLINIBUS_RECORDS_KEY");
    environment.put("CLINIBUS_RECORDS_VAULT_URL", "https://vault.example.org:8200");
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .startsWith("CLINIBUS_RECORDS_VAULT_TOKEN");
    environment.put("CLINIBUS_RECORDS_VAULT_TOKEN", token.toString());
    Settings.Vault vault = settings(environment).records().vault().orElseThrow();
    assertThat(vault.mount()).isEqualTo("transit");
    assertThat(vault.key()).isEqualTo("clinibus");
    assertThat(vault.token()).isEqualTo(token);
    environment.put("CLINIBUS_RECORDS_VAULT_KEY", "clinic/transit/patients-2026");
    assertThat(settings(environment).records().vault().orElseThrow().mount())
        .isEqualTo("clinic/transit");
    environment.put("CLINIBUS_RECORDS_VAULT_KEY", "clinibus");
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .startsWith("CLINIBUS_RECORDS_VAULT_KEY");
    environment.remove("CLINIBUS_RECORDS_VAULT_KEY");
    environment.put("CLINIBUS_RECORDS_VAULT_URL", "http://vault.example.org:8200");
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .contains("must begin with https://");
  }

  private static Settings.Factors factors(List<String> options, Map<String, String> environment)
      throws InvalidSettings {
    return SettingsReader.read(options, environment, Modules.ALL.roles()).factors();
  }

  private static Settings settings(Map<String, String> environment) throws InvalidSettings {
    Configuration configuration = SettingsReader.read(List.of(), environment, Modules.ALL.roles());
    return configuration.with(configuration.given().orElseThrow());
  }

  /** The table in the operations guide must list all settings with their defaults and meaning. */
  @Test
  void theOperationsGuideListsEverySetting() throws Exception {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "operations.md")).stream()
            .filter(line -> line.startsWith("| `CLINIBUS_"))
            .toList();
    List<String> expected = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      expected.add(
          "| `%s` | %s | %s |"
              .formatted(
                  setting.variable(),
                  setting.fallback().map(value -> "`" + value + "`").orElse(""),
                  setting.explanation()));
    }

    assertThat(rows).containsExactlyElementsOf(expected);
  }

  private static List<String> problems(List<String> options, Map<String, String> environment) {
    InvalidSettings invalid =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> SettingsReader.read(options, environment, Modules.ALL.roles()));
    assertThat(invalid).as("settings should be refused").isNotNull();
    return invalid.problems();
  }

  @Test
  void documentsAreInAFolderOrInS3() throws InvalidSettings {
    assertThat(settings(production()).documents())
        .isEqualTo(Settings.Documents.in(Path.of("/srv/clinibus/documents")));
    var environment = production();
    environment.put("CLINIBUS_DOCUMENTS_S3_URL", "https://s3.eu-central-1.amazonaws.com/");
    environment.put("CLINIBUS_DOCUMENTS_S3_BUCKET", "Not A Bucket");
    environment.put("CLINIBUS_CLAMD", "clamd");
    assertThat(problems(List.of(), environment))
        .hasSize(6)
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_DOCUMENTS_FOLDER"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_DOCUMENTS_S3_REGION"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_DOCUMENTS_S3_BUCKET"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_DOCUMENTS_S3_ACCESS_KEY"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_DOCUMENTS_S3_SECRET_KEY"))
        .anySatisfy(line -> assertThat(line).startsWith("CLINIBUS_CLAMD").contains("host:port"));

    environment.remove("CLINIBUS_DOCUMENTS_FOLDER");
    environment.put("CLINIBUS_DOCUMENTS_S3_BUCKET", "clinic-documents");
    environment.put("CLINIBUS_DOCUMENTS_S3_REGION", "eu-central-1");
    environment.put("CLINIBUS_DOCUMENTS_S3_ACCESS_KEY", "AKIDEXAMPLE");
    environment.put("CLINIBUS_DOCUMENTS_S3_SECRET_KEY", "a-secret-of-the-bucket");
    environment.put("CLINIBUS_CLAMD", "10.0.3.9:3310");
    environment.put("CLINIBUS_LETTERS_FOLDER", "/etc/clinibus/letters");
    Settings.Documents documents = settings(environment).documents();
    assertThat(documents.s3().orElseThrow().bucket()).isEqualTo("clinic-documents");
    assertThat(documents.toString()).doesNotContain("a-secret-of-the-bucket");
    assertThat(documents.clamd()).contains(new Settings.Endpoint("10.0.3.9", 3310));
    assertThat(documents.letters()).contains(Path.of("/etc/clinibus/letters"));

    environment.put("CLINIBUS_DOCUMENTS_S3_URL", "http://s3.example.org");
    assertThat(problems(List.of(), environment))
        .singleElement()
        .asString()
        .startsWith("CLINIBUS_DOCUMENTS_S3_URL")
        .contains("https://");
    environment.remove("CLINIBUS_DOCUMENTS_S3_URL");
    assertThat(problems(List.of(), environment)).hasSize(5);
  }

  private static Map<String, String> production() {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "CLINIBUS_DATABASE_URL", "postgresql://clinic:correct-horse-9@db.example.org/clinic");
    environment.put("CLINIBUS_REDIS_URL", "rediss://:secret@redis.example.org:6379");
    environment.put("CLINIBUS_SMTP_URL", "smtps://u:p@mail.example.org:465");
    environment.put("CLINIBUS_SIGNING_KEY", TestKey.file().toString());
    environment.put("CLINIBUS_CREDENTIAL_KEY", "correct-horse-battery-staple-77777");
    environment.put("CLINIBUS_RECORDS_KEY", "correct-horse-battery-staple-88888");
    environment.put("CLINIBUS_DOCUMENTS_FOLDER", "/srv/clinibus/documents");
    environment.put("CLINIBUS_PUBLIC_URL", "https://clinic.example.org/");
    return environment;
  }
}
