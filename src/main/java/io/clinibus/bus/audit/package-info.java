/** What the audit trail records of requests. */
package io.clinibus.bus.audit;
