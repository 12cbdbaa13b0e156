package io.clinibus.identity.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyRegistration;
import io.clinibus.identity.passkey.PasskeyRepository.StoredPasskey;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies what passkeys answer, by Web Authentication, sections 7.1 and 7.2: challenge, origin,
 * relying party, that the user was present and verified, algorithm, signature, backup flags and
 * counter. Attestations are not asked for and not checked.
 */
final class PasskeyVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(PasskeyVerifier.class);

  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);

  /** Empty if it cannot be read. */
  Optional<RegistrationData> read(PasskeyRegistration passkey) {
    try {
      return Optional.of(
          manager.parse(
              new RegistrationRequest(
                  bytes(passkey.attestationObject()), bytes(passkey.clientDataJson()))));
    } catch (WebAuthnException | IllegalArgumentException e) {
      return refused(e);
    }
  }

  /** Empty if it cannot be read. */
  Optional<AuthenticationData> read(PasskeyAssertion passkey) {
    try {
      return Optional.of(
          manager.parse(
              new AuthenticationRequest(
                  bytes(passkey.credentialId()),
                  passkey.userHandle() == null ? null : bytes(passkey.userHandle()),
                  bytes(passkey.authenticatorData()),
                  bytes(passkey.clientDataJson()),
                  bytes(passkey.signature()))));
    } catch (WebAuthnException | IllegalArgumentException e) {
      return refused(e);
    }
  }

  /** Takes about a millisecond of CPU time. Empty if it is refused. */
  Optional<RegistrationData> verify(RegistrationData passkey, ServerProperty expected) {
    try {
      return Optional.of(
          manager.verify(
              passkey,
              new RegistrationParameters(expected, RelyingPartyOptions.ALGORITHMS, true, true)));
    } catch (WebAuthnException e) {
      return refused(e);
    }
  }

  /** Takes about a millisecond of CPU time. Empty if it is refused. */
  Optional<AuthenticationData> verify(
      AuthenticationData passkey, StoredPasskey stored, ServerProperty expected) {
    try {
      return Optional.of(
          manager.verify(
              passkey, new AuthenticationParameters(expected, record(stored), null, true, true)));
    } catch (WebAuthnException e) {
      LOG.atWarn()
          .addKeyValue("passkeyId", stored.id())
          .addKeyValue("reason", e.getClass().getSimpleName())
          .log("passkey refused");
      return Optional.empty();
    }
  }

  byte[] encoded(AttestedCredentialData data) {
    return credentials.convert(data);
  }

  private CredentialRecord record(StoredPasskey stored) {
    return new CredentialRecordImpl(
        null,
        true,
        stored.backupEligible(),
        stored.backedUp(),
        stored.signCount(),
        credentials.convert(stored.credentialData()),
        null,
        null,
        null,
        Set.of());
  }

  private static byte[] bytes(String base64Url) {
    return Base64.getUrlDecoder().decode(base64Url);
  }

  private static <T> Optional<T> refused(RuntimeException cause) {
    LOG.atDebug().setCause(cause).log("passkey refused");
    return Optional.empty();
  }
}
