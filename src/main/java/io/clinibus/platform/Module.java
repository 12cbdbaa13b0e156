package io.clinibus.platform;

import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Function;

/**
 * Describes one domain. Everything that depends on the set of domains (node roles, registered
 * messages, deployment, architecture rules) is derived from the list of modules.
 *
 * @param name the domain's name: its package, its role in {@code CLINIBUS_ROLES} and the first part
 *     of its addresses on the bus
 * @param apis the classes whose constants are the operations and events that others may use
 * @param verticle creates the verticle that serves the domain on a node
 */
public record Module(String name, List<Class<?>> apis, Function<NodeContext, Deployable> verticle) {

  public Module {
    apis = List.copyOf(apis);
  }
}
