package io.clinibus.platform;

import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.mail.MailTemplate;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Describes one domain. Everything that depends on the set of domains (node roles, registered
 * messages, deployment, live topics, mails, retention, readiness, demo data, architecture rules) is
 * derived from the list of modules.
 *
 * @param name the domain's name: its package, its role in {@code CLINIBUS_ROLES} and the first part
 *     of its addresses on the bus
 * @param verticle creates the verticle that serves the domain on a node
 * @param apis the classes whose constants are the operations and events that others may use
 * @param topics the live topics that it contributes
 * @param mails the templates of mails that it requests
 * @param retention rules for its rows that expire, applied by the nodes that serve it
 * @param readiness the checks of nodes that serve it, beside those of every node
 * @param demo its rows of the demo clinic, if it has any
 */
public record Module(
    String name,
    Function<NodeContext, Deployable> verticle,
    List<Class<?>> apis,
    List<LiveTopic<?, ?>> topics,
    List<MailTemplate> mails,
    List<RetentionJob.Rule> retention,
    Function<NodeContext, List<ReadinessCheck>> readiness,
    Optional<DemoRows> demo) {

  public Module {
    apis = List.copyOf(apis);
    topics = List.copyOf(topics);
    mails = List.copyOf(mails);
    retention = List.copyOf(retention);
  }

  /** A domain without any contribution. */
  public static Module of(String name, Function<NodeContext, Deployable> verticle) {
    return new Module(
        name,
        verticle,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        context -> List.of(),
        Optional.empty());
  }

  public Module withApis(Class<?>... classes) {
    return new Module(name, verticle, List.of(classes), topics, mails, retention, readiness, demo);
  }

  public Module withTopics(List<LiveTopic<?, ?>> contributed) {
    return new Module(name, verticle, apis, contributed, mails, retention, readiness, demo);
  }

  public Module withMails(List<MailTemplate> templates) {
    return new Module(name, verticle, apis, topics, templates, retention, readiness, demo);
  }

  public Module withRetention(List<RetentionJob.Rule> rules) {
    return new Module(name, verticle, apis, topics, mails, rules, readiness, demo);
  }

  public Module withReadiness(Function<NodeContext, List<ReadinessCheck>> checks) {
    return new Module(name, verticle, apis, topics, mails, retention, checks, demo);
  }

  public Module withDemo(DemoRows rows) {
    return new Module(name, verticle, apis, topics, mails, retention, readiness, Optional.of(rows));
  }
}
