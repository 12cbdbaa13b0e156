package io.clinibus.node;

import io.clinibus.audit.AuditModule;
import io.clinibus.bus.MessageTypes;
import io.clinibus.directory.DirectoryModule;
import io.clinibus.documents.DocumentsModule;
import io.clinibus.identity.IdentityModule;
import io.clinibus.mailbox.api.MailboxApi;
import io.clinibus.notifications.NotificationsModule;
import io.clinibus.patients.PatientsModule;
import io.clinibus.platform.DemoRows;
import io.clinibus.platform.Module;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.ReadinessCheck;
import io.clinibus.platform.audit.AuditEvents;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.live.TopicRegistry;
import io.clinibus.prescriptions.PrescriptionsModule;
import io.clinibus.privacy.PrivacyModule;
import io.clinibus.records.RecordsModule;
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
              NotificationsModule.MODULE,
              AuditModule.MODULE,
              PrivacyModule.MODULE,
              RecordsModule.MODULE,
              PrescriptionsModule.MODULE,
              DocumentsModule.MODULE));

  public Modules {
    list = List.copyOf(list);
  }

  /** The roles that a node may have: the domains' names and {@link #WEB}. */
  public Set<String> roles() {
    return Stream.concat(list.stream().map(Module::name), Stream.of(WEB))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Every message and failure of the domains, the events of the audit trail, and the messages of
   * the mailbox that a node with a mail catcher serves.
   */
  public MessageTypes messages() {
    return MessageTypes.of(
        Stream.concat(
                list.stream().flatMap(module -> module.apis().stream()),
                Stream.of(AuditEvents.class, MailboxApi.class))
            .toList(),
        list.stream().flatMap(module -> module.failures().stream()).toList());
  }

  /**
   * The live topics of the domains.
   *
   * @throws IllegalStateException if two have the same kind
   */
  public TopicRegistry topics() {
    return new TopicRegistry(list.stream().flatMap(module -> module.topics().stream()).toList());
  }

  /** The rows of the demo clinic that domains contribute. */
  public List<DemoRows> demo() {
    return list.stream().flatMap(module -> module.demo().stream()).toList();
  }

  /** The readiness checks of a node's domains. */
  List<ReadinessCheck> readiness(NodeContext context) {
    return served(context).flatMap(module -> module.readiness().apply(context).stream()).toList();
  }

  private Stream<Module> served(NodeContext context) {
    Set<String> roles = context.settings().node().roles();
    return list.stream().filter(module -> roles.contains(module.name()));
  }

  /** Deploys the domains of a node's roles concurrently: none depends on another to start. */
  Future<?> deploy(NodeContext context) {
    return Future.all(served(context).map(module -> deploy(module, context)).toList());
  }

  private static Future<String> deploy(Module module, NodeContext context) {
    if (!module.retention().isEmpty()) {
      new RetentionJob(context.database(), context.clock(), module.retention())
          .start(context.jobs(), context.metrics(), module.name());
    }
    return context.vertx().deployVerticle(module.verticle().apply(context));
  }
}
