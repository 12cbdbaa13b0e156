package io.clinibus.identity.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.identity.api.UsersApi.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Issues access tokens: JSON Web Tokens (RFC 7519) signed with RS256. */
public final class AccessTokens {

  public static final Duration LIFE = Duration.ofMinutes(15);
  static final String AUDIENCE = "clinibus";

  private final SigningKeyPair key;
  private final String issuer;
  private final String header;

  public AccessTokens(SigningKeyPair key, URI issuer) {
    this.key = key;
    this.issuer = issuer.toString();
    var names = new LinkedHashMap<String, Object>();
    names.put("alg", "RS256");
    names.put("typ", "JWT");
    names.put("kid", key.publicKey().kid());
    this.header = part(names);
  }

  /**
   * Issues a token for the user.
   *
   * @param signIn when and how the user has authenticated ({@code auth_time}, {@code amr})
   * @param restricted whether it has no roles, because a second factor is missing
   * @param issuedAt start of its 15 minutes; also contained in milliseconds ({@code iat_ms}), as
   *     whole seconds are too coarse to order tokens and revocations
   */
  public String issue(User user, SignIn signIn, boolean restricted, Instant issuedAt) {
    String signed = header + "." + part(claims(user, signIn, restricted, issuedAt));
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + OpaqueTokens.base64Url(signature);
  }

  private Map<String, Object> claims(
      User user, SignIn signIn, boolean restricted, Instant issuedAt) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", issuer);
    claims.put("aud", AUDIENCE);
    claims.put("sub", user.id());
    claims.put("roles", restricted ? Set.of() : new TreeSet<>(user.roles()));
    if (user.patientId() != null && !restricted) {
      claims.put("patient_id", user.patientId());
    }
    if (user.doctorId() != null && !restricted) {
      claims.put("doctor_id", user.doctorId());
    }
    claims.put("auth_time", signIn.at().getEpochSecond());
    claims.put("amr", signIn.methods().stream().sorted().map(SignInMethod::reference).toList());
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("exp", issuedAt.plus(LIFE).getEpochSecond());
    claims.put("iat_ms", issuedAt.toEpochMilli());
    return claims;
  }

  private static String part(Map<String, Object> json) {
    try {
      return OpaqueTokens.base64Url(Json.MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("claims cannot be encoded", e);
    }
  }
}
