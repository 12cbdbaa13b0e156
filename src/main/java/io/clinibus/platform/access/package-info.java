/** Whose data a caller may use: relations of callers to patients, and the rules of operations. */
package io.clinibus.platform.access;
