package io.clinibus.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.SigningKeysApi.SigningKey;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.platform.cache.CaffeineFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Verifies access tokens on this node: RS256 (RFC 7519, RFC 8725), signed with one of the identity
 * domain's keys, with this clinic's issuer and audience, neither expired nor revoked.
 */
public final class AccessTokenVerifier {

  private static final String ALGORITHM = "RS256";
  private static final String AUDIENCE = "clinibus";
  private static final int LONGEST = 4096;
  private static final int REMEMBERED = 100_000;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

  /** Keys with their verifier. */
  private record Verifier(SigningKeys keys, Set<String> ids, JWTAuth jwt) {}

  private final Vertx vertx;
  private final IdentityCache identity;
  private final String issuer;
  private final Clock clock;
  private final Cache<String, AuthenticatedUser> genuine =
      CaffeineFactory.builder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();
  private volatile Verifier verifier;

  public AccessTokenVerifier(Vertx vertx, IdentityCache identity, String issuer, Clock clock) {
    this.vertx = vertx;
    this.identity = identity;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * Verifies a token.
   *
   * @return fails with {@code UNAUTHENTICATED}, or with {@code UNAVAILABLE} while this node has not
   *     loaded keys and revocations
   */
  public Future<AuthenticatedUser> judge(String token) {
    if (!identity.isReady()) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    AuthenticatedUser known = genuine.getIfPresent(token);
    return known != null ? alive(known) : verify(token).compose(this::alive);
  }

  /** Whether the token of a user has expired or was revoked. Thread-safe. */
  public boolean isOver(AuthenticatedUser user) {
    return clock.millis() >= user.expiresAt()
        || identity.revocations().covers(user.userId(), user.issuedAt());
  }

  private Future<AuthenticatedUser> alive(AuthenticatedUser user) {
    return isOver(user) ? refused() : Future.succeededFuture(user);
  }

  private Future<AuthenticatedUser> verify(String token) {
    String keyId = keyId(token);
    if (keyId == null) {
      return refused();
    }
    Verifier current = verifier();
    if (current.ids().contains(keyId)) {
      return verify(current, token);
    }
    return identity
        .readKeysAgain()
        .compose(keys -> verifier().ids().contains(keyId) ? verify(verifier(), token) : refused());
  }

  private Future<AuthenticatedUser> verify(Verifier current, String token) {
    return current
        .jwt()
        .authenticate(new TokenCredentials(token))
        .map(jwt -> user(jwt.attributes().getJsonObject("accessToken")))
        .onSuccess(user -> genuine.put(token, user))
        .recover(notGenuine -> refused());
  }

  private Verifier verifier() {
    Verifier current = verifier;
    SigningKeys keys = identity.keys();
    if (current == null || current.keys() != keys) {
      current = verifier(keys);
      verifier = current;
    }
    return current;
  }

  private Verifier verifier(SigningKeys keys) {
    var options =
        new JWTAuthOptions()
            .setJWTOptions(
                new JWTOptions()
                    .setIssuer(issuer)
                    .addAudience(AUDIENCE)
                    .setIgnoreExpiration(true)); // checked below by the node's clock
    keys.keys().stream()
        .filter(key -> ALGORITHM.equals(key.alg()))
        .forEach(key -> options.addJwk(JsonObject.mapFrom(key)));
    Set<String> ids = keys.keys().stream().map(SigningKey::kid).collect(Collectors.toSet());
    return new Verifier(keys, ids, JWTAuth.create(vertx, options));
  }

  private static AuthenticatedUser user(JsonObject claims) {
    var roles = EnumSet.noneOf(Role.class);
    for (Object name : claims.getJsonArray("roles", new JsonArray())) {
      roles.add(Role.valueOf((String) name));
    }
    return new AuthenticatedUser(
        UUID.fromString(claims.getString("sub")),
        Set.copyOf(roles),
        id(claims.getString("patient_id")),
        id(claims.getString("doctor_id")),
        claims.getLong("auth_time", 0L) * 1000, // tokens of the release before have none
        claims.getLong("iat_ms"),
        claims.getLong("exp") * 1000);
  }

  private static UUID id(String text) {
    return text == null ? null : UUID.fromString(text);
  }

  /** The key id in a token's header, or null if it is no token or its algorithm is not RS256. */
  private static String keyId(String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > LONGEST) {
      return null;
    }
    try {
      byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
      var json = new JsonObject(new String(header, StandardCharsets.UTF_8));
      return ALGORITHM.equals(json.getString("alg")) ? json.getString("kid") : null;
    } catch (RuntimeException notOurs) {
      return null;
    }
  }

  private static Future<AuthenticatedUser> refused() {
    return Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED));
  }
}
