/**
 * The live protocol: sockets, their subscriptions to topics, and the push of changes.
 *
 * <p>The {@link io.clinibus.web.live.hub.Hub} keeps, on one event loop of the node, the state of
 * each topic that is subscribed to. An event only makes topics stale; the hub then reads them from
 * their domain and sends the difference to the state sent last. So no change is missing or doubled,
 * whatever happened to the messages that announced it. The kinds of topics are contributed by the
 * modules ({@link io.clinibus.platform.live.LiveTopic}).
 */
package io.clinibus.web.live;
