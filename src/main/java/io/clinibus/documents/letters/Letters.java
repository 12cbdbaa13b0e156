package io.clinibus.documents.letters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterConfirmation;
import io.clinibus.documents.api.LettersApi.VerifyLetter;
import io.clinibus.documents.content.DocumentKey;
import io.clinibus.documents.letters.LetterContent.Clinic;
import io.clinibus.documents.letters.LetterRepository.NewLetter;
import io.clinibus.documents.letters.LetterRepository.People;
import io.clinibus.documents.letters.LetterSources.Source;
import io.clinibus.documents.store.DocumentDetails;
import io.clinibus.documents.store.DocumentServices;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.GetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.Policy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Writes letters and confirms them. */
public final class Letters {

  private static final String PDF = "application/pdf";

  /** Codes cannot be guessed; this only keeps somebody from trying at our cost. */
  private static final Limit CONFIRMATIONS =
      new Limit("letter-confirmation", 60, Duration.ofMinutes(10));

  private final Vertx vertx;
  private final LetterTemplates templates;
  private final LetterRepository repository;
  private final DocumentServices services;
  private final LetterSources sources;
  private final RateLimiter limiter;
  private final URI publicUrl;

  public Letters(
      Vertx vertx,
      LetterTemplates templates,
      LetterRepository repository,
      DocumentServices services,
      RateLimiter limiter,
      URI publicUrl) {
    this.vertx = vertx;
    this.templates = templates;
    this.repository = repository;
    this.services = services;
    this.sources = new LetterSources(services.bus(), repository);
    this.limiter = limiter;
    this.publicUrl = publicUrl;
  }

  /**
   * Writes a letter.
   *
   * @return the document; {@code INVALID_REQUEST} for what this kind of letter needs, or what is
   *     not the patient's
   */
  public Future<Document> create(CreateLetter request, Caller caller) {
    return services
        .access()
        .require(LettersApi.CREATE_LETTER, caller, request.patientId())
        .compose(
            relation -> {
              LetterRules.check(request);
              return repository.checkVisit(request);
            })
        .compose(
            checked ->
                repository.people(request.patientId(), caller.doctorId(), request.language()))
        .compose(
            people -> {
              Future<Policy> policy =
                  services.bus().request(ClinicRulesApi.GET_POLICY, new GetPolicy(), caller);
              Future<Source> source = sources.of(request, people.language(), caller);
              return Future.all(policy, source)
                  .compose(
                      done ->
                          write(
                              new Order(request, people, policy.result(), source.result()),
                              caller));
            });
  }

  /** What a letter is made of. */
  private record Order(CreateLetter request, People people, Policy policy, Source source) {

    Language language() {
      return people.language();
    }
  }

  private Future<Document> write(Order order, Caller caller) {
    UUID id = UuidV7.next();
    Instant now = services.now();
    String code = LetterCode.next();
    LetterContent letter = content(order, code, now);
    DocumentKey key = DocumentKey.generate(id);
    return vertx
        .executeBlocking(() -> templates.of(letter.kind()).render(letter), false)
        .compose(
            pdf ->
                services
                    .contents()
                    .put(key, PDF, pdf)
                    .compose(
                        content ->
                            services
                                .keys()
                                .of(order.request().patientId())
                                .map(
                                    patient ->
                                        new NewLetter(
                                            id,
                                            order.request(),
                                            encounterId(order),
                                            order.request().prescriptionId(),
                                            doctorId(order, caller),
                                            caller.userId(),
                                            details(order, letter).sealedBy(patient, id),
                                            key.sealedBy(patient),
                                            content,
                                            pdf.length,
                                            LetterCode.hash(code),
                                            now,
                                            released(order, now)))))
        .compose(finished -> insert(finished, now, caller));
  }

  private Future<Document> insert(NewLetter letter, Instant now, Caller caller) {
    return services
        .repository()
        .insertStored(
            letter.id(), connection -> LetterRepository.insert(connection, letter), now, caller)
        .compose(changed -> services.published(changed, caller));
  }

  private static Instant released(Order order, Instant now) {
    return Boolean.FALSE.equals(order.request().released()) ? null : now;
  }

  /** A prescription's letter belongs to the prescription's encounter. */
  private static UUID encounterId(Order order) {
    return order.source().prescription() == null
        ? order.request().encounterId()
        : order.source().prescription().encounterId();
  }

  private static UUID doctorId(Order order, Caller caller) {
    return order.source().prescription() == null
        ? caller.doctorId()
        : order.source().prescription().doctorId();
  }

  private static DocumentDetails details(Order order, LetterContent letter) {
    var texts = new LetterTexts(letter.language());
    var printed = order.source().printed();
    return new DocumentDetails(
        texts.title(letter.kind()) + " " + letter.date() + ".pdf",
        printed == null
            ? null
            : printed.medication().name() + " " + printed.medication().strength());
  }

  private LetterContent content(Order order, String code, Instant now) {
    People people = order.people();
    Policy policy = order.policy();
    var composer = new LetterComposer(new LetterTexts(order.language()), order.source());
    return new LetterContent(
        order.request().kind(),
        order.language(),
        new Clinic(policy.clinicName(), people.clinicAddress(), policy.contact().phone()),
        composer.issuer(people),
        composer.patient(people),
        now.atZone(people.zone()).toLocalDate(),
        order.request().recipient(),
        composer.parts(order.request()),
        composer.details(people),
        URI.create(publicUrl + "/verify/" + code));
  }

  /**
   * Confirms a letter to its holder.
   *
   * @return {@code NOT_FOUND} if no letter has this code, {@code TOO_MANY_REQUESTS} after many from
   *     one address
   */
  public Future<LetterConfirmation> verify(VerifyLetter request, Caller caller) {
    return limiter
        .take(CONFIRMATIONS, caller.address() == null ? "" : caller.address())
        .compose(
            decision -> {
              if (!decision.allowed()) {
                throw Failure.of(CommonFailures.TOO_MANY_REQUESTS)
                    .with("retryAfter", Math.max(1, decision.reset().toSeconds()));
              }
              return repository.confirmation(LetterCode.hash(request.code()));
            });
  }
}
