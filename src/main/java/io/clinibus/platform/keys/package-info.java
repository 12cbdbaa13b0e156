/** The keys with which the clinic signs. */
package io.clinibus.platform.keys;
