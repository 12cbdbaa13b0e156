package io.clinibus.scheduling.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of those who wait: the queue of the front desk, and screens in waiting rooms. */
public final class QueueApi {

  /** The patients who wait today. For the front desk, {@code FORBIDDEN} for others. */
  public static final Operation<GetQueue, Queue> GET_QUEUE =
      Operation.query("scheduling.getQueue", GetQueue.class, Queue.class)
          .audited(AuditKind.READ)
          .showingAll(queue -> queue.items().stream().map(QueueEntry::patientId).toList());

  /**
   * Calls a patient to the room, once more if called before; {@code ILLEGAL_TRANSITION} for one who
   * does not wait.
   */
  public static final Operation<CallPatient, NoContent> CALL_PATIENT =
      Operation.command("scheduling.callPatient", CallPatient.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(CallPatient::appointmentId);

  public static final Operation<ListWalls, Walls> LIST_WALLS =
      Operation.query("scheduling.listWalls", ListWalls.class, Walls.class)
          .notAudited("links to what everyone in the waiting room sees");

  /** Adds a screen; {@code TOO_MANY_WALLS} if there are as many as can be. */
  public static final Operation<AddWall, Wall> ADD_WALL =
      Operation.command("scheduling.addWall", AddWall.class, Wall.class)
          .audited(AuditKind.CONFIGURATION);

  /** Removes a screen, which then shows nothing any more; {@code NOT_FOUND} if there is none. */
  public static final Operation<RemoveWall, NoContent> REMOVE_WALL =
      Operation.command("scheduling.removeWall", RemoveWall.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(RemoveWall::wallId);

  /** What a screen shows, without patients; {@code NOT_FOUND} if there is no such screen. */
  public static final Operation<GetWall, WallView> GET_WALL =
      Operation.query("scheduling.getWall", GetWall.class, WallView.class)
          .notAudited("what everyone in the waiting room sees");

  public record GetQueue() {}

  /**
   * A patient who has arrived and is not in the room yet.
   *
   * @param patientListedName the name with the family name first
   * @param since when they arrived
   * @param calledAt when they were called last; null if they were not
   * @param version the appointment's
   */
  public record QueueEntry(
      UUID appointmentId,
      String ticket,
      UUID patientId,
      String patientName,
      String patientListedName,
      LocalDate birthDate,
      UUID doctorId,
      String doctorName,
      String departmentName,
      String room,
      OffsetDateTime start,
      OffsetDateTime since,
      OffsetDateTime calledAt,
      long version) {

    @Override
    public String toString() {
      return "QueueEntry[" + appointmentId + "]";
    }
  }

  /**
   * @param items in the order in which they are due: when they arrived, but not before their time
   */
  public record Queue(LocalDate day, String zone, List<QueueEntry> items) {}

  public record CallPatient(UUID appointmentId) {}

  public record ListWalls() {}

  public record Walls(List<Wall> items) {}

  public record WallDetails(String name) {}

  public record AddWall(WallDetails details) {}

  /**
   * @param id also the secret part of the screen's address
   */
  public record Wall(UUID id, String name, OffsetDateTime createdAt) {

    @Override
    public String toString() {
      return "Wall[" + name + "]";
    }
  }

  public record RemoveWall(UUID wallId) {}

  public record GetWall(UUID wallId) {}

  /** A patient who was called. */
  public record CalledTicket(String ticket, String room, OffsetDateTime calledAt) {}

  /**
   * A patient who waits.
   *
   * @param fromMinutes how long half of those in the place wait
   * @param untilMinutes how long four of five do
   */
  public record WaitingTicket(String ticket, String room, int fromMinutes, int untilMinutes) {}

  /** A doctor who is behind the appointments. */
  public record LateDoctor(String doctorName, int minutes) {}

  /**
   * @param called the latest call first
   * @param next the next who are called
   */
  public record WallView(
      String clinicName,
      String zone,
      List<CalledTicket> called,
      List<WaitingTicket> next,
      List<LateDoctor> late) {}

  private QueueApi() {}
}
