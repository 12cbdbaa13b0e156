/** Writes the audit trail, if possible in the transaction of the change. */
package io.clinibus.platform.audit;
