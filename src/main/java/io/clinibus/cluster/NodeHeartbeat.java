package io.clinibus.cluster;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What a living node has written down about itself.
 *
 * @param roles what it runs, in the words of the settings
 * @param seenAt when it wrote, by PostgreSQL's clock
 * @param connected the nodes it was connected with then, itself included
 */
record NodeHeartbeat(
    UUID id,
    String name,
    Set<String> roles,
    Instant startedAt,
    Instant seenAt,
    Set<UUID> connected) {}
