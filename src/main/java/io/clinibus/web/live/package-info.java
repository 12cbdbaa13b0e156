/**
 * The live protocol: sockets, the topics they watch, and what moves when something changes.
 *
 * <p>The {@link io.clinibus.web.live.Hub} keeps, on one event loop of the node, what each watched
 * topic shows. A change only marks topics; the hub then reads them anew from their domain and tells
 * the difference to what was told last. So nothing that is told can be missing or doubled, whatever
 * happened to the messages that announced it.
 */
package io.clinibus.web.live;
