package io.clinibus.platform;

import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.mail.MailTemplate;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Function;

/**
 * Describes one domain. Everything that depends on the set of domains (node roles, registered
 * messages, deployment, live topics, retention, architecture rules) is derived from the list of
 * modules.
 *
 * @param name the domain's name: its package, its role in {@code CLINIBUS_ROLES} and the first part
 *     of its addresses on the bus
 * @param verticle creates the verticle that serves the domain on a node
 * @param apis the classes whose constants are the operations and events that others may use
 * @param topics the live topics that it contributes
 * @param mails the templates of mails that it requests
 * @param retention its rows that expire; deleted by the nodes that serve it
 */
public record Module(
    String name,
    Function<NodeContext, Deployable> verticle,
    List<Class<?>> apis,
    List<LiveTopic<?, ?>> topics,
    List<MailTemplate> mails,
    List<RetentionJob.Rule> retention) {

  public Module {
    apis = List.copyOf(apis);
    topics = List.copyOf(topics);
    mails = List.copyOf(mails);
    retention = List.copyOf(retention);
  }

  /** A domain of which nothing else is known yet. */
  public static Module of(String name, Function<NodeContext, Deployable> verticle) {
    return new Module(name, verticle, List.of(), List.of(), List.of(), List.of());
  }

  public Module withApis(Class<?>... classes) {
    return new Module(name, verticle, List.of(classes), topics, mails, retention);
  }

  public Module withTopics(List<LiveTopic<?, ?>> contributed) {
    return new Module(name, verticle, apis, contributed, mails, retention);
  }

  public Module withMails(List<MailTemplate> templates) {
    return new Module(name, verticle, apis, topics, templates, retention);
  }

  public Module withRetention(List<RetentionJob.Rule> expiring) {
    return new Module(name, verticle, apis, topics, mails, expiring);
  }
}
