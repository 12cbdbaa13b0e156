package io.clinibus.node;

import io.clinibus.bus.MessageTypes;
import io.clinibus.directory.DirectoryModule;
import io.clinibus.identity.IdentityModule;
import io.clinibus.mailbox.api.MailboxApi;
import io.clinibus.notifications.NotificationsModule;
import io.clinibus.patients.PatientsModule;
import io.clinibus.platform.Module;
import io.clinibus.platform.NodeContext;
import io.clinibus.reports.ReportsModule;
import io.clinibus.scheduling.SchedulingModule;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The domains of a release: adding a domain is adding a line to {@link #ALL}. */
public record Modules(List<Module> list) {

  /** The role of nodes that serve the API and the app; it belongs to no domain. */
  public static final String WEB = "web";

  /** Every domain, in the order in which their verticles are deployed. */
  public static final Modules ALL =
      new Modules(
          List.of(
              PatientsModule.MODULE,
              SchedulingModule.MODULE,
              DirectoryModule.MODULE,
              IdentityModule.MODULE,
              ReportsModule.MODULE,
              NotificationsModule.MODULE));

  public Modules {
    list = List.copyOf(list);
  }

  /** The roles that a node may have: the domains' names and {@link #WEB}. */
  public Set<String> roles() {
    return Stream.concat(list.stream().map(Module::name), Stream.of(WEB))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Every message and failure of the domains, and the messages of the mailbox that a node with a
   * mail catcher serves.
   */
  public MessageTypes messages() {
    return MessageTypes.of(
        Stream.concat(
                list.stream().flatMap(module -> module.apis().stream()),
                Stream.of(MailboxApi.class))
            .toList(),
        list.stream().flatMap(module -> module.failures().stream()).toList());
  }

  /** Deploys the domains of a node's roles concurrently: none needs another to start. */
  Future<?> deploy(NodeContext context) {
    Set<String> roles = context.settings().node().roles();
    return Future.all(
        list.stream()
            .filter(module -> roles.contains(module.name()))
            .map(module -> context.vertx().deployVerticle(module.verticle().apply(context)))
            .toList());
  }
}
