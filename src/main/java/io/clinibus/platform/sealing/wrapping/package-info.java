/** What wraps the keys of patients: keys of the settings, or the transit engine of a Vault. */
package io.clinibus.platform.sealing.wrapping;
