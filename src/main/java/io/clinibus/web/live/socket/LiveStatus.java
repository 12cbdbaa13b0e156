package io.clinibus.web.live.socket;

/**
 * How the live part of a node is.
 *
 * @param sockets how many are open
 * @param topics how many are watched, or were a moment ago
 * @param behind sockets that read too slowly and wait for a snapshot
 * @param unsent bytes written to sockets and not yet taken by the network
 */
public record LiveStatus(int sockets, int topics, int behind, long unsent) {}
