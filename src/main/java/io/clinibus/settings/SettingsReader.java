package io.clinibus.settings;

import static io.clinibus.settings.Setting.*;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and validates the operator's settings; reports all problems together. */
public final class SettingsReader {

  private static final int MAX_POOL = 500;
  private static final int MAX_REQUESTS_PER_MINUTE = 10_000_000;
  private static final int MAX_IDLE_MINUTES = 720;
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");
  static final String IN_PRODUCTION = "in production (CLINIBUS_DATABASE_URL is set)";
  private static final List<Setting> FOR_PRODUCTION =
      List.of(
          REDIS_URL,
          SMTP_URL,
          SIGNING_KEY,
          CREDENTIAL_KEY,
          RECORDS_KEY,
          RECORDS_VAULT_URL,
          DATABASE_CA,
          REDIS_CA,
          SMTP_CA);

  private final SettingProblems problems = new SettingProblems();
  private final RawSettings values;
  private final Parser parser;
  private final boolean production;
  private final Set<String> roles;

  private SettingsReader(List<String> options, Map<String, String> environment, Set<String> roles) {
    this.roles = roles;
    values = RawSettings.read(options, environment, problems);
    parser = new Parser(values, problems);
    production = values.get(DATABASE_URL).isPresent();
  }

  /**
   * @param options {@code --name=value}
   * @param environment contains the {@code CLINIBUS_*} variables
   * @param roles the roles that a node of this release may have
   * @throws InvalidSettings naming each invalid or missing setting
   */
  public static Configuration read(
      List<String> options, Map<String, String> environment, Set<String> roles)
      throws InvalidSettings {
    SettingsReader reader = new SettingsReader(options, environment, roles);
    Configuration configuration = reader.configuration();
    reader.problems.throwIfAny();
    return configuration;
  }

  private Configuration configuration() {
    Optional<Services> services = production ? Optional.ofNullable(services()) : Optional.empty();
    if (!production) {
      FOR_PRODUCTION.forEach(this::refuseWithoutDatabase);
    }
    Settings.Http http = http();
    return new Configuration(
        http,
        endpoint(MANAGEMENT_HOST, MANAGEMENT_PORT),
        parser.number(DATABASE_POOL, 1, MAX_POOL),
        sender(http.publicUrl()),
        data(),
        demo(),
        "json".equals(parser.oneOf(LOG, Set.of("text", "json")).orElse(production ? "json" : "")),
        new NodeReader(values, parser, problems, roles).read(production),
        new Configuration.Authorities(
            authority(DATABASE_CA), authority(REDIS_CA), authority(SMTP_CA)),
        factors(),
        new RecordsReader(values, parser, problems).read(production),
        new DocumentsReader(values, parser, problems).read(production, data()),
        services);
  }

  private Path data() {
    return parser.path(DATA).orElse(Path.of("data")).toAbsolutePath().normalize();
  }

  private void refuseWithoutDatabase(Setting setting) {
    if (values.get(setting).isPresent()) {
      problems.refused(
          setting,
          "is for production: set CLINIBUS_DATABASE_URL too, or remove it to run with the embedded"
              + " services");
    }
  }

  private Settings.Http http() {
    Settings.Endpoint endpoint = endpoint(HOST, PORT);
    Optional<Settings.Tls> tls = tls();
    return new Settings.Http(
        endpoint,
        publicUrl(endpoint, tls.isPresent()),
        tls,
        parser.flag(BEHIND_PROXY).orElse(false),
        parser.number(REQUESTS_PER_MINUTE, 1, MAX_REQUESTS_PER_MINUTE),
        parser.hosts(IMAGE_HOSTS),
        Duration.ofMinutes(
            parser.number(STAFF_IDLE_MINUTES, production ? 1 : 0, MAX_IDLE_MINUTES)));
  }

  private Settings.Endpoint endpoint(Setting host, Setting port) {
    return new Settings.Endpoint(parser.host(host), parser.number(port, 0, 65_535));
  }

  private URI publicUrl(Settings.Endpoint endpoint, boolean tls) {
    URI fallback = fallbackUrl(endpoint, tls);
    if (production && values.get(PUBLIC_URL).isEmpty()) {
      problems.missing(PUBLIC_URL, IN_PRODUCTION);
      return fallback;
    }
    URI url = parser.publicUrl(PUBLIC_URL).orElse(fallback);
    if (production && url.getScheme().equals("http") && !Loopback.is(url.getHost())) {
      problems.add(PUBLIC_URL, "an https:// address: passwords would travel in the clear");
    }
    return url;
  }

  private static URI fallbackUrl(Settings.Endpoint endpoint, boolean tls) {
    String host = endpoint.host();
    boolean local = Loopback.is(host) || WILDCARDS.contains(host) || host.contains(":");
    return URI.create(
        (tls ? "https" : "http") + "://" + (local ? "localhost" : host) + ":" + endpoint.port());
  }

  private Optional<Settings.Tls> tls() {
    Optional<Path> certificate = parser.file(TLS_CERTIFICATE, "a readable PEM file");
    Optional<Path> key = parser.file(TLS_KEY, "a readable PEM file");
    if (values.get(TLS_CERTIFICATE).isPresent() && values.get(TLS_KEY).isEmpty()) {
      problems.missing(TLS_KEY, "together with CLINIBUS_TLS_CERTIFICATE");
    }
    if (values.get(TLS_KEY).isPresent() && values.get(TLS_CERTIFICATE).isEmpty()) {
      problems.missing(TLS_CERTIFICATE, "together with CLINIBUS_TLS_KEY");
    }
    return certificate.flatMap(chain -> key.map(secret -> new Settings.Tls(chain, secret)));
  }

  private String sender(URI publicUrl) {
    String sender = values.get(MAIL_SENDER).orElse("no-reply@" + publicUrl.getHost());
    if (!sender.matches("[^@\\r\\n]+@[^@\\s]+")) {
      problems.add(MAIL_SENDER, "an e-mail address, as clinic@example.org");
    }
    return sender;
  }

  private boolean demo() {
    boolean demo = parser.flag(DEMO).orElse(!production);
    if (production && demo) {
      problems.refused(
          DEMO, "demo data has published passwords and is refused in production; remove it");
    }
    return demo;
  }

  private Settings.Factors factors() {
    if (production && values.get(CREDENTIAL_KEY).isEmpty()) {
      problems.missing(CREDENTIAL_KEY, IN_PRODUCTION);
    }
    return new Settings.Factors(
        parser.secrets(CREDENTIAL_KEY), parser.flag(STAFF_SECOND_FACTOR).orElse(production));
  }

  private Services services() {
    URI database = parser.url(DATABASE_URL, Set.of("postgresql", "postgres")).orElse(null);
    if (database != null) {
      DatabaseUrlCheck.fault(database).ifPresent(fault -> problems.refused(DATABASE_URL, fault));
    }
    URI redis = required(REDIS_URL, Set.of("redis", "rediss"));
    if (redis != null && !Loopback.is(redis.getHost())) {
      checkRemote(redis);
    }
    URI mail = required(SMTP_URL, Set.of("smtp", "smtps"));
    if (values.get(SIGNING_KEY).isEmpty()) {
      problems.missing(SIGNING_KEY, IN_PRODUCTION);
    }
    Path key = parser.path(SIGNING_KEY).orElse(null);
    if (key != null) {
      SigningKeyCheck.fault(key).ifPresent(fault -> problems.refused(SIGNING_KEY, fault));
    }
    return database == null ? null : new Services(database, redis, mail, key);
  }

  private void checkRemote(URI redis) {
    if (!hasPassword(redis)) {
      problems.refused(REDIS_URL, "must hold a password, as rediss://:password@host");
    } else if (!redis.getScheme().equals("rediss")) {
      problems.refused(
          REDIS_URL, "must begin with rediss:// (TLS), as Redis is not on this machine");
    }
  }

  private Optional<Path> authority(Setting setting) {
    return parser.file(setting, "a readable PEM file");
  }

  private static boolean hasPassword(URI url) {
    return url.getUserInfo() != null && url.getUserInfo().matches("[^:]*:.+");
  }

  private URI required(Setting setting, Set<String> schemes) {
    if (values.get(setting).isEmpty()) {
      problems.missing(setting, IN_PRODUCTION);
    }
    return parser.url(setting, schemes).orElse(null);
  }
}
