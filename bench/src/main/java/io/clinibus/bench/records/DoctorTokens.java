package io.clinibus.bench.records;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.IdentityApi.User;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.credential.SigningKeyPair;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Access tokens of doctors, as the node issues them; good for a quarter of an hour. */
public final class DoctorTokens {

  private final Map<UUID, String> tokens = new HashMap<>();

  /**
   * @param issuer the public address of the node
   */
  public DoctorTokens(Path signingKey, URI issuer, List<UUID> doctors) {
    var issued = new AccessTokens(SigningKeyPair.read(signingKey).get(0), issuer);
    Instant now = Instant.now();
    var signIn = new SignIn(now, Set.of(SignInMethod.PASSWORD));
    for (UUID doctor : doctors) {
      User user = new User(doctor, "doctor@clinibus.example", "Doctor", Set.of(Role.DOCTOR), null, doctor, false, false, null);
      tokens.put(doctor, issued.issue(user, signIn, false, now));
    }
  }

  public String of(UUID doctor) {
    return tokens.get(doctor);
  }
}
