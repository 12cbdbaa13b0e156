package io.clinibus.patients.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Records that may be of the same person. {@code toString} of the records omits patient data. */
public final class DuplicatesApi {

  public static final Operation<FindDuplicates, DuplicateCandidates> FIND_DUPLICATES =
      Operation.query("patients.findDuplicates", FindDuplicates.class, DuplicateCandidates.class)
          .audited(AuditKind.READ)
          .showingAll(found -> found.items().stream().map(item -> item.patient().id()).toList());
  public static final Operation<ListDuplicates, DuplicatePage> LIST_DUPLICATES =
      Operation.query("patients.listDuplicates", ListDuplicates.class, DuplicatePage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().flatMap(Duplicate::patientIds).toList());
  public static final Operation<DismissDuplicate, NoContent> DISMISS_DUPLICATE =
      Operation.command("patients.dismissDuplicate", DismissDuplicate.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(DismissDuplicate::duplicateId);

  /** In what two records agree. */
  public enum DuplicateReason {
    IDENTIFIER,
    BIRTH_DATE,
    NAME,
    SIMILAR_NAME,
    PHONE,
    EMAIL,
    /** The person has said so. */
    STATED
  }

  /** Asks before a patient with these details is added. */
  public record FindDuplicates(PatientDetails details) {

    @Override
    public String toString() {
      return "FindDuplicates[…]";
    }
  }

  /**
   * @param score up to 100
   */
  public record DuplicateCandidate(
      PatientSummary patient, int score, List<DuplicateReason> reasons) {}

  /**
   * @param items best match first
   */
  public record DuplicateCandidates(List<DuplicateCandidate> items) {}

  public record ListDuplicates(Integer limit, String cursor) {}

  public record DuplicateRecord(PatientSummary patient, boolean hasAccount) {}

  public record Duplicate(
      UUID id,
      int score,
      List<DuplicateReason> reasons,
      OffsetDateTime foundAt,
      DuplicateRecord first,
      DuplicateRecord second) {

    Stream<UUID> patientIds() {
      return Stream.of(first.patient().id(), second.patient().id());
    }
  }

  public record DuplicatePage(List<Duplicate> items, String next) {}

  public record DismissDuplicate(UUID duplicateId) {}

  private DuplicatesApi() {}
}
