package io.clinibus.identity.passkey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A verified passkey, to be stored.
 *
 * @param credentialData its id and public key, as Web Authentication encodes them
 */
public record NewPasskey(
    String name,
    byte[] credentialId,
    byte[] credentialData,
    long signCount,
    boolean backupEligible,
    boolean backedUp,
    List<String> transports,
    UUID challenge,
    Instant challengeExpiresAt) {}
