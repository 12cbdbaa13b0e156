/** Typed messages over the Vert.x event bus: the one way domains talk to each other. */
package io.clinibus.bus;
