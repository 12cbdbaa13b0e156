package io.clinibus.documents.letters;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterConfirmation;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.documents.api.LettersApi.VerifyLetter;
import io.clinibus.documents.content.DocumentContents;
import io.clinibus.documents.content.DocumentKey;
import io.clinibus.documents.letters.LetterContent.Clinic;
import io.clinibus.documents.letters.LetterContent.Issuer;
import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import io.clinibus.documents.letters.LetterContent.Subject;
import io.clinibus.documents.letters.LetterRepository.NewLetter;
import io.clinibus.documents.letters.LetterRepository.People;
import io.clinibus.documents.store.DocumentDetails;
import io.clinibus.documents.store.DocumentReplies;
import io.clinibus.documents.store.DocumentRepository;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.GetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.Policy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Writes letters and confirms them. */
public final class Letters {

  private static final String PDF = "application/pdf";

  /** Codes cannot be guessed; this only keeps somebody from trying at our cost. */
  private static final Limit CONFIRMATIONS =
      new Limit("letter-confirmation", 60, Duration.ofMinutes(10));

  private final Vertx vertx;
  private final LetterRepository repository;
  private final DocumentRepository documents;
  private final DocumentContents contents;
  private final PatientKeys keys;
  private final PatientAccessCheck access;
  private final DocumentReplies replies;
  private final RateLimiter limiter;
  private final Bus bus;
  private final URI publicUrl;
  private final Clock clock;

  public Letters(
      Vertx vertx,
      LetterRepository repository,
      DocumentRepository documents,
      DocumentContents contents,
      PatientKeys keys,
      PatientAccessCheck access,
      DocumentReplies replies,
      RateLimiter limiter,
      Bus bus,
      URI publicUrl,
      Clock clock) {
    this.vertx = vertx;
    this.repository = repository;
    this.documents = documents;
    this.contents = contents;
    this.keys = keys;
    this.access = access;
    this.replies = replies;
    this.limiter = limiter;
    this.bus = bus;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /**
   * Writes a letter.
   *
   * @return the document; {@code INVALID_REQUEST} for what this kind of letter needs
   */
  public Future<Document> create(CreateLetter request, Caller caller) {
    return access
        .require(LettersApi.CREATE_LETTER, caller, request.patientId())
        .compose(
            relation -> {
              check(request);
              return repository.checkVisit(request);
            })
        .compose(checked -> repository.people(request.patientId(), caller.doctorId()))
        .compose(
            people ->
                bus.request(ClinicRulesApi.GET_POLICY, new GetPolicy(), caller)
                    .compose(policy -> write(request, people, policy, caller)));
  }

  private static void check(CreateLetter request) {
    if (request.kind() == LetterKind.SICK_NOTE) {
      require(request.from(), "/from");
      require(request.until(), "/until");
      if (request.until().isBefore(request.from())) {
        throw Failure.invalid(
            CommonFieldErrors.TOO_EARLY.at("/until", "is before the first day", "from"));
      }
    } else {
      require(request.text(), "/text");
    }
    if (request.kind() == LetterKind.REFERRAL) {
      require(request.recipient(), "/recipient");
    }
  }

  private static void require(Object value, String pointer) {
    if (value == null || value instanceof String text && text.isBlank()) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at(pointer, "is missing"));
    }
  }

  private Future<Document> write(
      CreateLetter request, People people, Policy policy, Caller caller) {
    UUID id = UuidV7.next();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant released = Boolean.FALSE.equals(request.released()) ? null : now;
    String code = LetterCode.next();
    LetterContent letter = content(request, people, policy, code, now);
    var texts = new LetterTexts(letter.language());
    String name = texts.title(letter.kind()) + " " + letter.date() + ".pdf";
    DocumentKey key = DocumentKey.generate(id);
    return vertx
        .executeBlocking(() -> LetterPdf.render(letter), false)
        .compose(
            pdf ->
                contents
                    .put(key, PDF, pdf)
                    .compose(
                        content ->
                            keys.of(request.patientId())
                                .compose(
                                    patient ->
                                        insert(
                                            new NewLetter(
                                                id,
                                                request,
                                                caller.doctorId(),
                                                caller.userId(),
                                                new DocumentDetails(name, null)
                                                    .sealedBy(patient, id),
                                                key.sealedBy(patient),
                                                content,
                                                pdf.length,
                                                LetterCode.hash(code),
                                                now,
                                                released),
                                            now,
                                            caller))));
  }

  private Future<Document> insert(NewLetter letter, Instant now, Caller caller) {
    return documents
        .insertStored(
            letter.id(), connection -> LetterRepository.insert(connection, letter), now, caller)
        .compose(
            changed -> {
              bus.publish(DocumentsApi.DOCUMENT_CHANGED, changed.event());
              return replies.of(changed.document(), caller);
            });
  }

  private LetterContent content(
      CreateLetter request, People people, Policy policy, String code, Instant now) {
    Language language = request.language() == null ? people.language() : request.language();
    return new LetterContent(
        request.kind(),
        language,
        new Clinic(policy.clinicName(), policy.contact().address(), policy.contact().phone()),
        new Issuer(people.doctor(), people.specialization()),
        new Subject(people.patient(), people.birthDate()),
        now.atZone(people.zone()).toLocalDate(),
        request.recipient(),
        parts(request, new LetterTexts(language)),
        URI.create(publicUrl + "/verify/" + code));
  }

  private static List<Part> parts(CreateLetter request, LetterTexts texts) {
    String text = request.text() == null ? "" : request.text();
    return switch (request.kind()) {
      case SICK_NOTE ->
          List.of(
              new Part(
                  null,
                  List.of(
                      new Row(texts.text("sick.from"), texts.date(request.from())),
                      new Row(texts.text("sick.until"), texts.date(request.until()))),
                  texts.text("sick.statement") + "\n" + text));
      case REFERRAL -> List.of(new Part(texts.text("referral.reason"), List.of(), text));
      case VISIT_SUMMARY -> List.of(new Part(texts.text("summary.text"), List.of(), text));
      case PRESCRIPTION -> List.of(new Part(texts.text("prescription.text"), List.of(), text));
    };
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
