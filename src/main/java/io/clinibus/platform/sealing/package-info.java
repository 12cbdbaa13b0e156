/**
 * Seals clinical data before it leaves the node: a key per patient, wrapped by a key of the clinic
 * (envelope encryption), with Google Tink.
 */
package io.clinibus.platform.sealing;
