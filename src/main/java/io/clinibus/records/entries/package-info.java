/** Structured entries of records, and what patients keep from doctors. */
package io.clinibus.records.entries;
