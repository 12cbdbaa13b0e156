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
import java.util.function.Consumer;
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
    return with(parts -> parts.apis = List.of(classes));
  }

  public Module withFailures(Class<?> declaring) {
    return with(parts -> parts.failures = FailureCode.declaredIn(declaring));
  }

  public Module withTopics(List<LiveTopic<?, ?>> contributed) {
    return with(parts -> parts.topics = contributed);
  }

  public Module withMails(List<MailTemplate> templates) {
    return with(parts -> parts.mails = templates);
  }

  public Module withRetention(List<RetentionJob.Rule> rules) {
    return with(parts -> parts.retention = rules);
  }

  public Module withReadiness(Function<NodeContext, List<ReadinessCheck>> checks) {
    return with(parts -> parts.readiness = checks);
  }

  public Module withDemo(DemoRows rows) {
    return with(parts -> parts.demo = Optional.of(rows));
  }

  public Module withPersonalData(PersonalData kept) {
    return with(parts -> parts.personalData = kept);
  }

  public Module withAccess(List<AccessRule> rules) {
    return with(parts -> parts.access = rules);
  }

  private Module with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new Module(
        name,
        verticle,
        parts.apis,
        parts.failures,
        parts.topics,
        parts.mails,
        parts.retention,
        parts.readiness,
        parts.demo,
        parts.personalData,
        parts.access);
  }

  /** What a domain contributes, while one part of it is replaced. */
  private static final class Parts {

    private List<Class<?>> apis;
    private List<FailureCode> failures;
    private List<LiveTopic<?, ?>> topics;
    private List<MailTemplate> mails;
    private List<RetentionJob.Rule> retention;
    private Function<NodeContext, List<ReadinessCheck>> readiness;
    private Optional<DemoRows> demo;
    private PersonalData personalData;
    private List<AccessRule> access;

    private Parts(Module module) {
      apis = module.apis;
      failures = module.failures;
      topics = module.topics;
      mails = module.mails;
      retention = module.retention;
      readiness = module.readiness;
      demo = module.demo;
      personalData = module.personalData;
      access = module.access;
    }
  }
}
