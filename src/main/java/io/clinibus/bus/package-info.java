/** Typed messages over the Vert.x event bus: the only way domains communicate. */
package io.clinibus.bus;
