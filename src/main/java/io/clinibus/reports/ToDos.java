package io.clinibus.reports;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.reports.api.ReportsApi.GetToDo;
import io.clinibus.reports.api.ReportsApi.TaskKind;
import io.clinibus.reports.api.ReportsApi.ToDo;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What waits for a member of staff, by role. */
final class ToDos {

  private final ToDoRepository repository;

  ToDos(ToDoRepository repository) {
    this.repository = repository;
  }

  /**
   * The front desk, administrators and the privacy officer have those of the clinic, doctors their
   * own.
   */
  Future<ToDo> get(GetToDo wanted, Caller caller) {
    UUID doctorId = caller.isFrontDesk() ? null : caller.doctorId();
    return repository.tasks(kinds(caller), doctorId, caller).map(ToDo::new);
  }

  private static Set<TaskKind> kinds(Caller caller) {
    Set<TaskKind> kinds = EnumSet.noneOf(TaskKind.class);
    if (caller.isFrontDesk() || caller.has(Role.DOCTOR)) {
      kinds.add(TaskKind.OPEN_VISITS);
      kinds.add(TaskKind.PROPOSALS);
    }
    if (caller.isFrontDesk()) {
      kinds.add(TaskKind.DUPLICATES);
    }
    if (caller.has(Role.ADMIN)) {
      kinds.add(TaskKind.ERASURES);
      kinds.add(TaskKind.UNDELIVERED_MAILS);
    }
    if (caller.hasAny(Role.ADMIN, Role.PRIVACY_OFFICER)) {
      kinds.add(TaskKind.EMERGENCY_REVIEWS);
    }
    return kinds;
  }
}
