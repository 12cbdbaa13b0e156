package io.clinibus.identity.passkey;

import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.PasskeyDescriptor;
import io.clinibus.identity.api.PasskeysApi.PasskeyParameter;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.PasskeysApi.PasskeySelection;
import io.clinibus.identity.api.PasskeysApi.PasskeyUser;
import io.clinibus.identity.api.PasskeysApi.RelyingParty;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.OpaqueTokens;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * What this clinic asks of passkeys: kept by an authenticator that names the user (discoverable)
 * and verifies the user each time. Passkeys are valid for the host of the public address, and made
 * and used on pages of this address only.
 */
final class RelyingPartyOptions {

  static final String TYPE = "public-key";
  private static final String REQUIRED = "required";

  static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final String id;
  private final Origin origin;

  RelyingPartyOptions(URI publicUrl) {
    this.id = publicUrl.getHost();
    this.origin = new Origin(publicUrl.getScheme() + "://" + publicUrl.getAuthority());
  }

  PasskeyRequest request(byte[] challenge, List<PasskeyDescriptor> allowed) {
    return new PasskeyRequest(
        OpaqueTokens.base64Url(challenge),
        id,
        PasskeyChallenges.LIFE.toMillis(),
        REQUIRED,
        allowed);
  }

  PasskeyCreation creation(byte[] challenge, User user, List<PasskeyDescriptor> excluded) {
    return new PasskeyCreation(
        new RelyingParty(id, id),
        new PasskeyUser(OpaqueTokens.base64Url(handle(user.id())), user.email(), user.name()),
        OpaqueTokens.base64Url(challenge),
        ALGORITHMS.stream()
            .map(one -> new PasskeyParameter(TYPE, (int) one.getAlg().getValue()))
            .toList(),
        PasskeyChallenges.LIFE.toMillis(),
        excluded,
        new PasskeySelection(REQUIRED, true, REQUIRED),
        "none");
  }

  ServerProperty expected(byte[] challenge) {
    return new ServerProperty(origin, id, new DefaultChallenge(challenge));
  }

  /** The id of a user as passkeys keep it: random and without personal data. */
  static byte[] handle(UUID accountId) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(accountId.getMostSignificantBits())
        .putLong(accountId.getLeastSignificantBits())
        .array();
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier identifier) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, identifier);
  }
}
