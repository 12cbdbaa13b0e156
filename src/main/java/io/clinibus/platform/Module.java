package io.clinibus.platform;

import io.clinibus.bus.FailureCode;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Function;

/**
 * One domain's description of itself. Everything that must know all domains (roles of nodes,
 * registered messages, deployment, architecture rules) is derived from the list of modules.
 *
 * @param name the domain's name: its package, its role in {@code CLINIBUS_ROLES} and the first part
 *     of its addresses on the bus
 * @param apis the classes whose constants are the operations and events that others may use
 * @param failures how the domain refuses requests, besides {@link io.clinibus.bus.CommonFailures}
 * @param verticle makes the verticle that serves the domain on a node
 */
public record Module(
    String name,
    List<Class<?>> apis,
    List<FailureCode> failures,
    Function<NodeContext, Deployable> verticle) {

  public Module {
    apis = List.copyOf(apis);
    failures = List.copyOf(failures);
  }
}
