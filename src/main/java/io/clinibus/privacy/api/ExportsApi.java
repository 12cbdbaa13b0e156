package io.clinibus.privacy.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Copies of everything about a patient. */
public final class ExportsApi {

  public static final Operation<CreateExport, Export> CREATE_EXPORT =
      Operation.command("privacy.createExport", CreateExport.class, Export.class)
          .audited(AuditKind.CHANGE)
          .asking(CreateExport::patientId)
          .stepUp();

  public static final Operation<ListExports, Exports> LIST_EXPORTS =
      Operation.query("privacy.listExports", ListExports.class, Exports.class)
          .audited(AuditKind.READ)
          .asking(ListExports::patientId);

  /** Those of all patients that have not expired, for supervision; nobody reads them by this. */
  public static final Operation<ListAllExports, ExportRequestPage> LIST_ALL_EXPORTS =
      Operation.query("privacy.listAllExports", ListAllExports.class, ExportRequestPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(ExportRequest::patientId).toList());

  public static final Operation<GetExportPart, ExportPart> GET_EXPORT_PART =
      Operation.query("privacy.getExportPart", GetExportPart.class, ExportPart.class)
          .audited(AuditKind.READ)
          .about(GetExportPart::exportId)
          .stepUp();

  public enum ExportState {
    PENDING,
    READY,
    FAILED
  }

  /**
   * @param language English if null
   */
  public record CreateExport(UUID patientId, Language language) {}

  public record ListExports(UUID patientId) {}

  public record ListAllExports(Integer limit, String cursor) {}

  public record GetExportPart(UUID exportId, int number) {}

  /**
   * @param own whether the caller may download it
   * @param clinical whether it has the clinical parts: the patient has asked for it, or a doctor
   *     who treats a patient without an account
   * @param size in bytes; null until it is ready
   * @param parts their number; null until it is ready
   */
  public record Export(
      UUID id,
      UUID patientId,
      ExportState state,
      boolean own,
      boolean clinical,
      OffsetDateTime requestedAt,
      OffsetDateTime readyAt,
      OffsetDateTime expiresAt,
      Long size,
      Integer parts) {}

  public record Exports(List<Export> items) {}

  /**
   * That somebody has asked for a copy.
   *
   * @param clinical as of {@link Export}
   * @param requestedBy the name
   */
  public record ExportRequest(
      UUID id,
      UUID patientId,
      String patientName,
      ExportState state,
      boolean clinical,
      OffsetDateTime requestedAt,
      OffsetDateTime expiresAt,
      String requestedBy) {

    @Override
    public String toString() {
      return "ExportRequest[" + id + "]";
    }
  }

  public record ExportRequestPage(List<ExportRequest> items, String next) {}

  /**
   * @param content a section of the ZIP file, in Base64
   */
  public record ExportPart(int number, int parts, String content) {

    @Override
    public String toString() {
      return "ExportPart[" + number + "]";
    }
  }

  private ExportsApi() {}
}
