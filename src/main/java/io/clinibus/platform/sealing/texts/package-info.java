/** Texts of staff that belong to no patient. */
package io.clinibus.platform.sealing.texts;
