/** Files: sent over the bus in sections of bounded size. */
package io.clinibus.bus.content;
