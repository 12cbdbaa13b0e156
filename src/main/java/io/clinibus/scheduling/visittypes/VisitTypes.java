package io.clinibus.scheduling.visittypes;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Cursor;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.GetVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.ListVisitTypes;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.UpdateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypePage;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.visittypes.VisitTypeRepository.Changed;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Types of visits: changed by administrators. Others than staff see those that patients can book.
 */
public final class VisitTypes {

  private final VisitTypeRepository repository;
  private final ChangePublisher changed;
  private final Clock clock;

  public VisitTypes(VisitTypeRepository repository, ChangePublisher changed, Clock clock) {
    this.repository = repository;
    this.changed = changed;
    this.clock = clock;
  }

  /** By name. {@code FORBIDDEN} to see inactive ones unless the caller is an administrator. */
  public Future<VisitTypePage> list(ListVisitTypes wanted, Caller caller) {
    if (Boolean.TRUE.equals(wanted.inactive())) {
      requireAdministrator(caller);
    }
    return repository.list(
        wanted, !caller.isStaff(), Cursor.parse(wanted.cursor()), Cursor.limit(wanted.limit()));
  }

  /** {@code NOT_FOUND} for one that the caller does not see. */
  public Future<VisitType> get(GetVisitType wanted, Caller caller) {
    return repository
        .find(wanted.visitTypeId())
        .map(
            found ->
                found
                    .filter(type -> isSeen(type, caller))
                    .orElseThrow(() -> Failure.notFound("type of visits")));
  }

  private static boolean isSeen(VisitType type, Caller caller) {
    return caller.isStaff() || type.active() && type.bookableByPatients();
  }

  /** {@code INVALID_REQUEST} naming a department, doctor or question. */
  public Future<VisitType> create(CreateVisitType wanted, Caller caller) {
    requireAdministrator(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return repository
        .insert(id, checked(wanted.details(), Set.of()), clock.instant(), caller)
        .map(this::published);
  }

  /**
   * Changes a type; appointments keep their length.
   *
   * @return {@code STALE_VERSION}, {@code NOT_FOUND}, or as {@link #create}
   */
  public Future<VisitType> update(UpdateVisitType wanted, Caller caller) {
    requireAdministrator(caller);
    return repository
        .find(wanted.visitTypeId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("type of visits")))
        .compose(
            before ->
                repository.update(
                    before.id(),
                    wanted.version(),
                    checked(wanted.details(), ids(before.questions())),
                    clock.instant(),
                    caller))
        .map(this::published);
  }

  private VisitType published(Changed change) {
    changed.publish(change.rules());
    return change.type();
  }

  private static void requireAdministrator(Caller caller) {
    if (!caller.has(Role.ADMIN)) {
      throw Failure.forbidden("Only administrators change types of visits.");
    }
  }

  private static Set<UUID> ids(List<VisitQuestion> questions) {
    Set<UUID> ids = new HashSet<>();
    questions.forEach(question -> ids.add(question.id()));
    return ids;
  }

  /**
   * The details with an id for each question.
   *
   * @param known the ids of questions that the type has
   */
  private static VisitTypeDetails checked(VisitTypeDetails details, Set<UUID> known) {
    Set<UUID> unused = new HashSet<>(known);
    List<VisitQuestion> questions = details.questions();
    List<VisitQuestion> identified =
        IntStream.range(0, questions.size())
            .mapToObj(i -> identified(questions.get(i), unused, "/questions/" + i))
            .toList();
    return new VisitTypeDetails(
        details.name().strip(),
        details.minutes(),
        details.price(),
        details.departmentIds(),
        details.doctorIds(),
        details.bookableByPatients(),
        details.discreet(),
        details.colour(),
        details.instruction().strip(),
        identified,
        details.active());
  }

  private static VisitQuestion identified(
      VisitQuestion question, Set<UUID> unused, String pointer) {
    boolean isChoice = question.kind() == QuestionKind.CHOICE;
    if (isChoice && question.choices().size() < 2) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_FEW.at(pointer + "/choices", "needs at least two choices", 2));
    }
    if (question.id() != null && !unused.remove(question.id())) {
      throw Failure.invalid(
          CommonFieldErrors.NOT_FOUND.at(pointer + "/id", "There is no such question."));
    }
    return new VisitQuestion(
        question.id() == null ? UuidV7.next() : question.id(),
        question.question().strip(),
        question.kind(),
        question.required(),
        isChoice ? question.choices().stream().map(String::strip).toList() : List.of());
  }
}
