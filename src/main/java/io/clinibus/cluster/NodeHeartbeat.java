package io.clinibus.cluster;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The heartbeat of a node.
 *
 * @param roles the node's roles, by their names in the settings
 * @param seenAt when it was written, by PostgreSQL's clock
 * @param connected the nodes connected then, including itself
 */
record NodeHeartbeat(
    UUID id,
    String name,
    Set<String> roles,
    Instant startedAt,
    Instant seenAt,
    Set<UUID> connected) {}
