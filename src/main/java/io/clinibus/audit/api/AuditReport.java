package io.clinibus.audit.api;

import java.util.List;

/**
 * The outcome of a verification of the audit trail.
 *
 * @param unchained entries after the last block
 * @param heads signed heads that are valid
 * @param faults what is wrong; empty if the trail is as it was written
 */
public record AuditReport(
    long blocks, long entries, long unchained, int heads, List<String> faults) {}
