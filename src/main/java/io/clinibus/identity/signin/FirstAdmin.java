package io.clinibus.identity.signin;

import io.clinibus.bus.Role;
import io.clinibus.identity.account.FirstAdminRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.UsersApi.Invitation;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Invites the first administrator, who invites everyone else. */
public final class FirstAdmin {

  private final FirstAdminRepository accounts;
  private final URI publicUrl;
  private final Clock clock;

  public FirstAdmin(FirstAdminRepository accounts, URI publicUrl, Clock clock) {
    this.accounts = accounts;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /**
   * Creates the account and its link; earlier links of administrators become invalid.
   *
   * @return empty if there is an administrator
   * @throws io.clinibus.bus.failure.Failure {@code INVALID_REQUEST} if the e-mail address is
   *     malformed
   */
  public Future<Optional<Invitation>> invite(String email, String name) {
    var account =
        new NewAccount(
            UuidV7.next(),
            EmailAddress.check(email),
            name.strip(),
            Set.of(Role.ADMIN),
            null,
            null,
            null);
    String token = OpaqueTokens.next();
    Instant expiresAt = clock.instant().plus(Invitations.LIFE);
    return accounts
        .invite(account, OpaqueTokens.sha256(token), expiresAt)
        .map(
            invited ->
                invited.map(
                    user -> new Invitation(user, Invitations.link(publicUrl, token), expiresAt)));
  }
}
