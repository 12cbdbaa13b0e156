package io.clinibus.bench.records;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.credential.SigningKeyPair;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Access tokens of doctors, as the node issues them: for a quarter of an hour, before which they are renewed. */
public final class DoctorTokens {

  private static final Duration RENEWED_AFTER = Duration.ofMinutes(10);

  private final AccessTokens issued;
  private final List<UUID> doctors;
  private final Map<UUID, String> tokens = new HashMap<>();
  private Instant issuedAt = Instant.EPOCH;

  /**
   * @param issuer the public address of the node
   */
  public DoctorTokens(Path signingKey, URI issuer, List<UUID> doctors) {
    this.issued = new AccessTokens(SigningKeyPair.read(signingKey).get(0), issuer);
    this.doctors = doctors;
  }

  /** To be called while nothing is sent. */
  public void renew() {
    Instant now = Instant.now();
    if (now.isBefore(issuedAt.plus(RENEWED_AFTER))) {
      return;
    }
    issuedAt = now;
    var signIn = new SignIn(now, Set.of(SignInMethod.PASSWORD));
    for (UUID doctor : doctors) {
      User user = new User(doctor, "doctor@clinibus.example", "Doctor", Set.of(Role.DOCTOR), null, doctor, false, false, null, null, null);
      tokens.put(doctor, issued.issue(user, signIn, false, now));
    }
  }

  public String of(UUID doctor) {
    return tokens.get(doctor);
  }
}
