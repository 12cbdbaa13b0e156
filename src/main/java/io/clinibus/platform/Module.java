package io.clinibus.platform;

import io.clinibus.bus.failure.FailureCode;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.platform.privacy.PersonalData;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Describes one domain. Everything that depends on the set of domains (node roles, registered
 * messages, failures, deployment, live topics, mails, retention, readiness, demo data, copies and
 * erasure of personal data, architecture rules) is derived from the list of modules.
 *
 * @param name the domain's name: its package, its role in {@code CLINIBUS_ROLES} and the first part
 *     of its addresses on the bus
 * @param verticle creates the verticle that serves the domain on a node
 * @param apis the classes whose constants are the operations and events that others may use
 * @param failures how the domain refuses requests, beside {@link
 *     io.clinibus.bus.failure.CommonFailures}
 * @param topics the live topics that it contributes
 * @param mails the templates of mails that it requests
 * @param retention rules for its rows that expire, applied by the nodes that serve it
 * @param readiness the checks of nodes that serve it, beside those of every node
 * @param demo its rows of the demo clinic, if it has any
 * @param personalData what it keeps of patients
 * @param access who may use its operations, by the relation to the patient
 */
public record Module(
    String name,
    Function<NodeContext, Deployable> verticle,
    List<Class<?>> apis,
    List<FailureCode> failures,
    List<LiveTopic<?, ?>> topics,
    List<MailTemplate> mails,
    List<RetentionJob.Rule> retention,
    Function<NodeContext, List<ReadinessCheck>> readiness,
    Optional<DemoRows> demo,
    PersonalData personalData,
    List<AccessRule> access) {

  public Module {
    apis = List.copyOf(apis);
    failures = List.copyOf(failures);
    topics = List.copyOf(topics);
    mails = List.copyOf(mails);
    retention = List.copyOf(retention);
    access = List.copyOf(access);
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
        List.of(),
        context -> List.of(),
        Optional.empty(),
        PersonalData.NONE,
        List.of());
  }

  public Module withApis(Class<?>... classes) {
    return new Module(
        name,
        verticle,
        List.of(classes),
        failures,
        topics,
        mails,
        retention,
        readiness,
        demo,
        personalData,
        access);
  }

  public Module withFailures(Class<?> declaring) {
    return new Module(
        name,
        verticle,
        apis,
        FailureCode.declaredIn(declaring),
        topics,
        mails,
        retention,
        readiness,
        demo,
        personalData,
        access);
  }

  public Module withTopics(List<LiveTopic<?, ?>> contributed) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        contributed,
        mails,
        retention,
        readiness,
        demo,
        personalData,
        access);
  }

  public Module withMails(List<MailTemplate> templates) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        topics,
        templates,
        retention,
        readiness,
        demo,
        personalData,
        access);
  }

  public Module withRetention(List<RetentionJob.Rule> rules) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        topics,
        mails,
        rules,
        readiness,
        demo,
        personalData,
        access);
  }

  public Module withReadiness(Function<NodeContext, List<ReadinessCheck>> checks) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        topics,
        mails,
        retention,
        checks,
        demo,
        personalData,
        access);
  }

  public Module withDemo(DemoRows rows) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        topics,
        mails,
        retention,
        readiness,
        Optional.of(rows),
        personalData,
        access);
  }

  public Module withPersonalData(PersonalData kept) {
    return new Module(
        name, verticle, apis, failures, topics, mails, retention, readiness, demo, kept, access);
  }

  public Module withAccess(List<AccessRule> rules) {
    return new Module(
        name,
        verticle,
        apis,
        failures,
        topics,
        mails,
        retention,
        readiness,
        demo,
        personalData,
        rules);
  }
}
