/** Prescriptions: the catalogue of medications, structured dosages, and what doctors prescribe. */
package io.clinibus.prescriptions;
