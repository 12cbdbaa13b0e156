package io.clinibus.web.live.socket;

/**
 * Status of a node's live updates.
 *
 * @param sockets number of open sockets
 * @param topics number of topics with subscribers, now or a moment ago
 * @param publicBytes estimated memory of the topics of visitors and patients
 * @param behind number of slow sockets, which wait for a snapshot
 * @param unsent bytes written to sockets and not yet accepted by the network
 */
public record LiveStatus(int sockets, int topics, long publicBytes, int behind, long unsent) {}
