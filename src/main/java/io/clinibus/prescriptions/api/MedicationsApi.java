package io.clinibus.prescriptions.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import java.util.List;
import java.util.UUID;

/** Public API of the catalogue of medications. */
public final class MedicationsApi {

  private static final String NO_PATIENT = "the clinic's catalogue, without patients";

  public static final Operation<ListMedications, MedicationPage> LIST_MEDICATIONS =
      Operation.query("prescriptions.listMedications", ListMedications.class, MedicationPage.class)
          .notAudited(NO_PATIENT);

  public static final Operation<GetMedication, Medication> GET_MEDICATION =
      Operation.query("prescriptions.getMedication", GetMedication.class, Medication.class)
          .notAudited(NO_PATIENT);

  public static final Operation<CreateMedication, Medication> CREATE_MEDICATION =
      Operation.command("prescriptions.createMedication", CreateMedication.class, Medication.class)
          .audited(AuditKind.CONFIGURATION);

  public static final Operation<UpdateMedication, Medication> UPDATE_MEDICATION =
      Operation.command("prescriptions.updateMedication", UpdateMedication.class, Medication.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateMedication::medicationId);

  public static final Operation<DeleteMedication, NoContent> DELETE_MEDICATION =
      Operation.command("prescriptions.deleteMedication", DeleteMedication.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(DeleteMedication::medicationId);

  /** The pharmaceutical form. */
  public enum MedicationForm {
    TABLET,
    MODIFIED_RELEASE_TABLET,
    ORODISPERSIBLE_TABLET,
    CAPSULE,
    ORAL_SOLUTION,
    ORAL_SUSPENSION,
    ORAL_DROPS,
    POWDER,
    LOZENGE,
    INHALER,
    NASAL_SPRAY,
    EYE_DROPS,
    EAR_DROPS,
    CREAM,
    OINTMENT,
    GEL,
    PATCH,
    SUPPOSITORY,
    PESSARY,
    INJECTION
  }

  /**
   * @param name the common name, or the brand of a biological
   * @param strength such as {@code 500 mg} or {@code 250 mg/5 ml}
   * @param unit in which doses are counted
   * @param route unless the doctor chooses another
   * @param atc a code that the clinic has entered; empty if none
   * @param active whether it can be prescribed
   */
  public record MedicationDetails(
      String name,
      List<String> substances,
      String strength,
      MedicationForm form,
      DoseUnit unit,
      Route route,
      String atc,
      boolean active) {

    public MedicationDetails {
      substances = List.copyOf(substances);
      atc = atc == null ? "" : atc;
    }
  }

  /** A medication; members as in {@link MedicationDetails}. */
  public record Medication(
      UUID id,
      String name,
      List<String> substances,
      String strength,
      MedicationForm form,
      DoseUnit unit,
      Route route,
      String atc,
      boolean active,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  /**
   * @param q words of the name, substances or strength, typos forgiven; null for all by name
   * @param inactive with those that cannot be prescribed any more
   */
  public record ListMedications(String q, Boolean inactive, Integer limit, String cursor) {}

  public record MedicationPage(List<Medication> items, String next) {}

  public record GetMedication(UUID medicationId) {}

  public record CreateMedication(MedicationDetails details) {}

  public record UpdateMedication(UUID medicationId, long version, MedicationDetails details) {}

  public record DeleteMedication(UUID medicationId) {}

  private MedicationsApi() {}
}
